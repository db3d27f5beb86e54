#include "analytics.h"

#include <redisconf/client/errors.h>
#include <redisconf/config/resources.h>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace backend {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t now_in_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

bool has_number(const Json& entry, const char* name) {
  return entry.contains(name) && entry[name].is_number_integer();
}

}  // namespace

Analytics::Analytics(redisconf::Client& client, const RedisConfig& config)
    : client_(&client),
      prefix_(config.analytics_cache().key_prefix),
      time_to_live_(config.analytics_cache().time_to_live),
      rows_(config.report_rows()) {}

Figure Analytics::figure(const Report& report) {
  const std::string key = key_of(report);
  try {
    if (const std::optional<Figure> found = find(key)) return *found;
  } catch (const redisconf::RedisError&) {
    return {.value = report.compute(rows_)};
  }
  Figure figure{.value = report.compute(rows_)};
  figure.cached = keep(key, figure.value);
  return figure;
}

bool Analytics::invalidate(const Report& report) { return client_->del(key_of(report)); }

std::string Analytics::key_of(const Report& report) const {
  return prefix_ + std::string(report.name) + ":" + std::to_string(rows_);
}

// An entry of another shape counts as none: the next figure() overwrites it.
std::optional<Figure> Analytics::find(const std::string& key) {
  const std::optional<std::string> text = client_->get(key);
  if (!text) return std::nullopt;
  const Json entry = Json::parse(*text, nullptr, false);
  if (!entry.is_object() || !has_number(entry, "value") || !has_number(entry, "computed_at")) {
    return std::nullopt;
  }
  const std::int64_t age = now_in_seconds() - entry["computed_at"].get<std::int64_t>();
  return Figure{entry["value"].get<std::int64_t>(), true, true,
                std::chrono::seconds(std::max<std::int64_t>(age, 0))};
}

bool Analytics::keep(const std::string& key, std::int64_t value) try {
  const std::string entry = Json{{"value", value}, {"computed_at", now_in_seconds()}}.dump();
  if (time_to_live_.count() == 0) {
    client_->set(key, entry);
  } else {
    client_->set(key, entry, time_to_live_);
  }
  return true;
} catch (const redisconf::RedisError&) {
  return false;
}

}  // namespace backend
