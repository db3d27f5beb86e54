#include "sentry_envelope.h"

#include "utc_time.h"

#include <nlohmann/json.hpp>

namespace redisconf {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestText = std::size_t{8} * 1024;

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

struct ToJson {
  Json operator()(std::int64_t number) const { return number; }
  Json operator()(const std::string& text) const { return text.substr(0, kLongestText); }
};

Json event_json(const Occurrence& occurrence, const SentrySubject& subject, const SentryEvent& event) {
  Json extra = Json::object();
  for (const auto& [name, value] : occurrence.fields) extra[name] = std::visit(ToJson(), value);
  if (event.left_out > 0) extra["events_left_out"] = event.left_out;
  Json json{{"event_id", event.id},
            {"timestamp", format_milliseconds(event.time)},
            {"platform", "native"},
            {"level", name_of(occurrence.level)},
            {"logger", "redisconf"},
            {"environment", subject.environment},
            {"message", {{"formatted", occurrence.message.substr(0, kLongestText)}}},
            {"tags", {{"service", subject.service}, {"event", occurrence.event}}},
            {"fingerprint", Json::array({"redisconf", subject.service, occurrence.event})},
            {"extra", std::move(extra)}};
  if (!subject.release.empty()) json["release"] = subject.release;
  return json;
}

}  // namespace

std::string sentry_envelope(const Occurrence& occurrence, const SentrySubject& subject,
                            const SentryEvent& event) {
  const std::string payload = dumped(event_json(occurrence, subject, event));
  const Json header{{"event_id", event.id}, {"sent_at", format_milliseconds(event.time)}};
  const Json item{{"type", "event"}, {"length", payload.size()}, {"content_type", "application/json"}};
  return dumped(header) + "\n" + dumped(item) + "\n" + payload + "\n";
}

}  // namespace redisconf
