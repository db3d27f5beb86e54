#include "health_body.h"

#include "utc_time.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace redisconf {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kOk = 200;
constexpr int kError = 500;
constexpr int kUnavailable = 503;

double milliseconds(std::chrono::microseconds time) { return static_cast<double>(time.count()) / 1000.0; }

// A cause may quote bytes of the server; what is not UTF-8 becomes U+FFFD.
HttpReply reply(int status, HealthFormat format, const Json& body) {
  const char* const type =
      format == HealthFormat::microprofile ? "application/json" : "application/health+json";
  return {status, type, body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json connection_json(const HealthSubject& subject, const HealthLook& look) {
  Json json{{"connected", look.ping.connected},
            {"endpoint", subject.endpoint},
            {"latency_ms", nullptr},
            {"circuit_breaker", name_of(look.circuit)},
            {"last_success", nullptr},
            {"category", text_or_null(look.ping.category)},
            {"cause", text_or_null(look.ping.cause)}};
  if (look.ping.connected) json["latency_ms"] = milliseconds(look.ping.latency);
  if (look.last_success) json["last_success"] = format_seconds(*look.last_success);
  return json;
}

Json pool_json(const PoolFigures& pool) {
  return {{"limit", pool.limit}, {"open", pool.idle + pool.used}, {"idle", pool.idle},
          {"used", pool.used},   {"pending", pool.pending},       {"timeouts", pool.timeouts}};
}

Json tls_json(const HealthSubject& subject, const HealthLook& look) {
  Json json{{"enabled", subject.tls}, {"version", text_or_null(look.ping.tls_version)}, {"verify", nullptr}};
  if (subject.tls) json["verify"] = subject.tls_verification;
  return json;
}

Json memory_json(const HealthLook& look) {
  if (!look.memory) return {{"missing", look.memory_missing}};
  const ServerMemory& memory = *look.memory;
  return {{"used_bytes", memory.used_bytes},         {"peak_bytes", memory.peak_bytes},
          {"resident_bytes", memory.resident_bytes}, {"limit_bytes", memory.limit_bytes},
          {"fragmentation", memory.fragmentation},   {"eviction", memory.eviction}};
}

void add_figures(Json& json, const HealthReport& report) {
  for (const auto& [name, value] : report.figures) {
    std::visit([&json, &name = name](const auto& figure) { json[name] = figure; }, value);
  }
}

Json component_json(const HealthReport& report) {
  Json json{{"status", name_of(report.status)}, {"on_fallback", report.on_fallback}};
  if (!report.output.empty()) json["output"] = report.output;
  add_figures(json, report);
  return json;
}

// {"cache": {"sessions": {...}}, "queue": {...}}
Json components_json(const HealthLook& look) {
  Json json = Json::object();
  for (const ComponentLook& component : look.components)
    json[component.kind][component.name] = component_json(component.report);
  return json;
}

std::string_view redis_word(HealthStatus status) {
  switch (status) {
    case HealthStatus::pass:
      return "ok";
    case HealthStatus::warn:
      return "degraded";
    case HealthStatus::fail:
      return "error";
  }
  return {};
}

int redis_code(HealthStatus status) {
  if (status == HealthStatus::pass) return kOk;
  return status == HealthStatus::warn ? kUnavailable : kError;
}

Json redis_json(const HealthSubject& subject, const HealthLook& look) {
  return {{"status", redis_word(redis_status(subject, look))},
          {"mode", mode_of(subject, look)},
          {"service", subject.service},
          {"environment", subject.environment},
          {"connection_status", connection_json(subject, look)},
          {"pool_stats", pool_json(look.pool)},
          {"ssl_status", tls_json(subject, look)},
          {"memory", memory_json(look)},
          {"components", components_json(look)},
          {"time", format_seconds(look.time)}};
}

// The name of a check is that of a component and what was measured (section 4 of the draft).
Json checks_json(const HealthSubject& subject, const HealthLook& look) {
  const std::string time = format_seconds(look.time);
  Json response{{"componentId", subject.endpoint}, {"componentType", "datastore"}};
  if (look.ping.connected) {
    response["observedValue"] = milliseconds(look.ping.latency);
    response["observedUnit"] = "ms";
  }
  response["status"] = name_of(redis_status(subject, look));
  response["time"] = time;
  if (!look.ping.connected) response["output"] = look.ping.cause;
  Json checks{{"redis:responseTime", Json::array({std::move(response)})}};
  checks["redis:connections"] = Json::array({{{"componentType", "datastore"},
                                              {"observedValue", look.pool.idle + look.pool.used},
                                              {"observedUnit", "connections"},
                                              {"status", "pass"},
                                              {"time", time}}});
  for (const ComponentLook& component : look.components) {
    Json check{{"componentId", component.name}, {"componentType", "component"}};
    check.update(component_json(component.report));
    check["time"] = time;
    checks[component.kind + ":" + component.name] = Json::array({std::move(check)});
  }
  return checks;
}

Json health_json(const HealthSubject& subject, HealthStatus status, const HealthLook& look) {
  Json json{{"status", name_of(status)}};
  if (!subject.version.empty()) json["version"] = subject.version;
  json["serviceId"] = subject.service;
  json["description"] = subject.service + " in " + subject.environment;
  json["checks"] = checks_json(subject, look);
  return json;
}

const char* up_or_down(bool up) { return up ? "UP" : "DOWN"; }

Json microprofile_json(bool up, const HealthSubject& subject, const HealthLook& look) {
  Json checks = Json::array({{{"name", "redis"},
                              {"status", up_or_down(redis_status(subject, look) == HealthStatus::pass)},
                              {"data", redis_json(subject, look)}}});
  for (const ComponentLook& component : look.components) {
    checks.push_back({{"name", component.kind + ":" + component.name},
                      {"status", up_or_down(component.report.status != HealthStatus::fail)},
                      {"data", component_json(component.report)}});
  }
  return {{"status", up_or_down(up)}, {"checks", std::move(checks)}};
}

HttpReply whole_reply(const HealthSubject& subject, const HealthLook& look, HealthFormat format, bool up,
                      HealthStatus status) {
  const int code = up ? kOk : kUnavailable;
  if (format == HealthFormat::microprofile) return reply(code, format, microprofile_json(up, subject, look));
  return reply(code, format, health_json(subject, status, look));
}

}  // namespace

HttpReply redis_health_reply(const HealthSubject& subject, const HealthLook& look, HealthFormat format) {
  const HealthStatus status = redis_status(subject, look);
  if (format == HealthFormat::microprofile)
    return reply(redis_code(status), format, microprofile_json(status == HealthStatus::pass, subject, look));
  return reply(redis_code(status), format, redis_json(subject, look));
}

HttpReply service_health_reply(const HealthSubject& subject, const HealthLook& look, HealthFormat format) {
  const HealthStatus status = service_status(subject, look);
  return whole_reply(subject, look, format, status != HealthStatus::fail, status);
}

HttpReply readiness_reply(const HealthSubject& subject, const HealthLook& look, HealthFormat format) {
  const bool ready = is_ready(subject, look);
  const HealthStatus status = service_status(subject, look);
  const bool is_worse = ready && status == HealthStatus::fail;
  return whole_reply(subject, look, format, ready,
                     ready ? (is_worse ? HealthStatus::warn : status) : HealthStatus::fail);
}

HttpReply simple_health_reply(const HealthSubject& subject, bool pass, std::string_view reason) {
  Json json{{"status", name_of(pass ? HealthStatus::pass : HealthStatus::fail)}};
  if (!subject.version.empty()) json["version"] = subject.version;
  json["serviceId"] = subject.service;
  if (!pass) json["output"] = reason;
  return reply(pass ? kOk : kUnavailable, HealthFormat::health_json, json);
}

}  // namespace redisconf
