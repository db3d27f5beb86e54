#include "health_body.h"

#include <nlohmann/json.hpp>

#include <array>
#include <ctime>

namespace redisconf {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kOk = 200;
constexpr int kUnavailable = 503;

double milliseconds(std::chrono::microseconds time) { return static_cast<double>(time.count()) / 1000.0; }

const char* status_word(const Ping& ping) { return ping.connected ? "pass" : "fail"; }

// RFC 3339, UTC, whole seconds.
std::string format_time(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, sizeof "2026-01-31T23:59:59Z"> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), length};
}

// A cause may quote bytes of the server; what is not UTF-8 becomes U+FFFD.
HttpReply reply(const Ping& ping, const char* content_type, const Json& body) {
  return {ping.connected ? kOk : kUnavailable, content_type,
          body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

}  // namespace

HttpReply redis_health_reply(const HealthSnapshot& snapshot) {
  const Ping& ping = snapshot.ping;
  Json redis{
      {"connected", ping.connected},
      {"latency_ms", nullptr},
      {"endpoint", snapshot.endpoint},
      {"tls", nullptr},
      {"pool", {{"limit", snapshot.pool.limit}, {"open", snapshot.pool.open}, {"idle", snapshot.pool.idle}}}};
  if (ping.connected) redis["latency_ms"] = milliseconds(ping.latency);
  if (!ping.tls_version.empty()) redis["tls"] = ping.tls_version;
  Json body{{"status", status_word(ping)},
            {"service", snapshot.service},
            {"environment", snapshot.environment},
            {"redis", std::move(redis)}};
  if (!ping.connected) {
    body["category"] = ping.category;
    body["cause"] = ping.cause;
  }
  return reply(ping, "application/json", body);
}

HttpReply service_health_reply(const HealthSnapshot& snapshot) {
  const Ping& ping = snapshot.ping;
  Json check{{"componentId", snapshot.endpoint}, {"componentType", "datastore"}};
  if (ping.connected) {
    check["observedValue"] = milliseconds(ping.latency);
    check["observedUnit"] = "ms";
  }
  check["status"] = status_word(ping);
  check["time"] = format_time(snapshot.time);
  if (!ping.connected) check["output"] = ping.cause;
  const Json body{{"status", status_word(ping)},
                  {"serviceId", snapshot.service},
                  {"description", snapshot.service + " in " + snapshot.environment},
                  {"checks", {{"redis:responseTime", Json::array({std::move(check)})}}}};
  return reply(ping, "application/health+json", body);
}

}  // namespace redisconf
