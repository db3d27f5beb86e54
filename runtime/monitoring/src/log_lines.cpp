#include "log_lines.h"

#include "utc_time.h"

#include <nlohmann/json.hpp>

namespace redisconf {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Occurrence& occurrence, const LogOrigin& origin,
             std::chrono::system_clock::time_point time) {
  Json json{{"time", format_milliseconds(time)}, {"level", name_of(occurrence.level)},
            {"event", occurrence.event},         {"service", origin.service},
            {"environment", origin.environment}, {"message", occurrence.message}};
  for (const auto& [name, value] : occurrence.fields) {
    std::visit([&json, &name = name](const auto& field) { json[name] = field; }, value);
  }
  return json;
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Plain words stand as they are; JSON's quotes keep the rest on its line.
std::string text_value(const Json& value) {
  if (!value.is_string()) return dumped(value);
  const auto& text = value.get_ref<const std::string&>();
  const bool is_plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7F' && c != '"' && c != '\\' && c != '=';
  });
  return is_plain ? text : dumped(value);
}

}  // namespace

std::string text_line(const Occurrence& occurrence, const LogOrigin& origin,
                      std::chrono::system_clock::time_point time) {
  std::string line;
  const Json json = json_of(occurrence, origin, time);
  for (const auto& [name, value] : json.items()) {
    line.append(line.empty() ? "" : " ").append(name).append("=").append(text_value(value));
  }
  return line;
}

std::string json_line(const Occurrence& occurrence, const LogOrigin& origin,
                      std::chrono::system_clock::time_point time) {
  return dumped(json_of(occurrence, origin, time));
}

}  // namespace redisconf
