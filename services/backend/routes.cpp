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

HttpReply show(Analytics& analytics, const HttpRequest& request) {
  const Report* const report = find_report(request.captures[0]);
  if (report == nullptr) return no_report();
  const Figure figure = analytics.figure(*report);
  const nlohmann::ordered_json body{{"report", report->name},
                                    {"value", figure.value},
                                    {"unit", report->unit},
                                    {"rows", analytics.rows()},
                                    {"source", figure.from_cache ? "cache" : "computed"},
                                    {"cached", figure.cached},
                                    {"age", figure.age.count()}};
  return {200, "application/json", body.dump()};
}

HttpReply invalidate(Analytics& analytics, const HttpRequest& request) {
  const Report* const report = find_report(request.captures[0]);
  if (report == nullptr) return no_report();
  if (!analytics.invalidate(*report)) return error_reply(404, "this report is not cached");
  return {204, {}, {}};
}

}  // namespace

void add_routes(redisconf::HttpServer& server, Analytics analytics) {
  server.on_get(kReportPath,
                [analytics](const HttpRequest& request) mutable { return show(analytics, request); });
  server.on_delete(kReportPath, [analytics](const HttpRequest& request) mutable {
    return invalidate(analytics, request);
  });
}

}  // namespace backend
