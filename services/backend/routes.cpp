#include "routes.h"

#include <nlohmann/json.hpp>

namespace backend {
namespace {

using redisconf::error_reply;
using redisconf::HttpReply;
using redisconf::HttpRequest;

constexpr auto kReportPath = "/analytics/([a-z_]{1,64})";

HttpReply no_report() {
  std::string names;
  for (const Report& report : reports()) names.append(names.empty() ? "" : ", ").append(report.name);
  return error_reply(404, "there is no such report; there are " + names);
}

nlohmann::ordered_json names_of_reports() {
  auto names = nlohmann::ordered_json::array();
  for (const Report& report : reports()) names.push_back(report.name);
  return names;
}

HttpReply overview(const Analytics& analytics) {
  const redisconf::CacheStats stats = analytics.cache_stats();
  const nlohmann::ordered_json body{{"reports", names_of_reports()},
                                    {"cache",
                                     {{"mode", name_of(stats.mode)},
                                      {"hits", stats.hits},
                                      {"misses", stats.misses},
                                      {"computed", stats.computed},
                                      {"joined", stats.joined},
                                      {"failures", stats.failures}}}};
  return {200, "application/json", body.dump()};
}

HttpReply show(Analytics& analytics, const HttpRequest& request) {
  const Report* const report = find_report(request.captures[0]);
  if (report == nullptr) return no_report();
  const Answer answer = analytics.figure(*report);
  const nlohmann::ordered_json body{{"report", report->name},
                                    {"value", answer.figure.value},
                                    {"unit", report->unit},
                                    {"rows", analytics.rows()},
                                    {"source", answer.from_cache ? "cache" : "computed"},
                                    {"cached", answer.cached},
                                    {"age", answer.age.count()}};
  return {200, "application/json", body.dump()};
}

HttpReply invalidate(Analytics& analytics, const HttpRequest& request) {
  const Report* const report = find_report(request.captures[0]);
  if (report == nullptr) return no_report();
  if (!analytics.invalidate(*report)) return error_reply(404, "this report is not cached");
  return {204, {}, {}};
}

HttpReply refresh(Refreshes& refreshes, const HttpRequest& request) {
  const Report* const report = find_report(request.captures[0]);
  if (report == nullptr) return no_report();
  return {202, "application/json", nlohmann::ordered_json{{"job", refreshes.enqueue(*report)}}.dump()};
}

HttpReply create(Customers& customers, const HttpRequest& request) {
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("name") || !body["name"].is_string())
    return error_reply(400, R"(the body must be {"name":"<text>"})");
  const auto created = customers.create(body["name"].get<std::string>());
  const nlohmann::ordered_json answer{{"id", created.value.id},
                                      {"name", created.value.name},
                                      {"news", created.told() ? name_of(*created.promise) : "nowhere"}};
  return {201, "application/json", answer.dump()};
}

}  // namespace

void add_routes(redisconf::HttpServer& server, const std::shared_ptr<Analytics>& analytics) {
  server.on_get("/analytics", [analytics](const HttpRequest&) { return overview(*analytics); });
  server.on_get(kReportPath, [analytics](const HttpRequest& request) { return show(*analytics, request); });
  server.on_delete(kReportPath,
                   [analytics](const HttpRequest& request) { return invalidate(*analytics, request); });
}

void add_routes(redisconf::HttpServer& server, const std::shared_ptr<Refreshes>& refreshes) {
  server.on_post(std::string(kReportPath) + "/refresh",
                 [refreshes](const HttpRequest& request) { return refresh(*refreshes, request); });
}

void add_routes(redisconf::HttpServer& server, const std::shared_ptr<Customers>& customers) {
  server.on_post("/customers",
                 [customers](const HttpRequest& request) { return create(*customers, request); });
}

}  // namespace backend
