#include "cache_line.h"

#include <redisconf/cache/bulk_writer.h>
#include <redisconf/client/errors.h>

#include <array>

namespace redisconf::import_tool {
namespace {

using namespace std::string_view_literals;

constexpr std::array kKnown{"id"sv, "value"sv, "text"sv, "bytes"sv, "ttl"sv, "expires_at"sv};
constexpr std::array kValues{"value"sv, "text"sv, "bytes"sv};
constexpr std::array kEnds{"ttl"sv, "expires_at"sv};

void check(const CacheLine& line) {
  try {
    CacheBulkWriter::check({.id = line.id, .value = line.value, .time_to_live = line.time_to_live});
  } catch (const RedisError& error) {
    throw BadLine(error.details().cause);
  }
}

}  // namespace

CacheLine cache_line(std::string_view line) {
  const JsonMembers members(line, kKnown);
  members.at_most_one_of(kValues);
  members.at_most_one_of(kEnds);
  CacheLine read;
  auto id = members.text("id");
  if (!id) throw BadLine("has no \"id\"");
  read.id = std::move(*id);
  if (const auto value = members.json_of("value")) {
    read.value = *value;
    read.is_json = true;
  } else if (auto text = members.text("text")) {
    read.value = std::move(*text);
  } else if (auto bytes = members.bytes("bytes")) {
    read.value = std::move(*bytes);
  } else {
    throw BadLine("has no \"value\", \"text\" or \"bytes\"");
  }
  read.time_to_live = members.duration("ttl");
  read.expires_at = members.moment("expires_at");
  check(read);
  return read;
}

}  // namespace redisconf::import_tool
