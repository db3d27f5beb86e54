#include "queue_line.h"

#include <array>

#include "json_members.h"

namespace redisconf::import_tool {
namespace {

using namespace std::string_view_literals;

constexpr std::array kKnown{"payload"sv, "bytes"sv, "priority"sv,   "delay"sv,
                            "due_at"sv,  "ttl"sv,   "expires_at"sv, "unique"sv};
constexpr std::array kPayloads{"payload"sv, "bytes"sv};
constexpr std::array kStarts{"delay"sv, "due_at"sv};
constexpr std::array kEnds{"ttl"sv, "expires_at"sv};

std::string payload_of(const JsonMembers& members) {
  if (const auto value = members.json_of("payload")) {
    return value->starts_with('"') ? *members.text("payload") : std::string(*value);
  }
  auto bytes = members.bytes("bytes");
  if (!bytes) throw BadLine("has no \"payload\" or \"bytes\"");
  return std::move(*bytes);
}

queue::FeedJob::When when(const JsonMembers& members, std::string_view duration, std::string_view moment) {
  if (const auto time = members.duration(duration)) return *time;
  if (const auto time = members.moment(moment)) return *time;
  return {};
}

}  // namespace

queue::FeedJob QueueLine::job() const {
  return {.payload = payload, .priority = priority, .start = start, .end = end, .unique_key = unique_key};
}

QueueLine queue_line(std::string_view line, int priorities) {
  const JsonMembers members(line, kKnown);
  members.at_most_one_of(kPayloads);
  members.at_most_one_of(kStarts);
  members.at_most_one_of(kEnds);
  QueueLine read;
  read.payload = payload_of(members);
  read.priority = members.integer("priority").value_or(0);
  if (read.priority < 0 || read.priority >= priorities) {
    throw BadLine("\"priority\" is none of the queue's: 0 to " + std::to_string(priorities - 1));
  }
  read.start = when(members, "delay", "due_at");
  read.end = when(members, "ttl", "expires_at");
  read.unique_key = members.text("unique").value_or(std::string());
  return read;
}

}  // namespace redisconf::import_tool
