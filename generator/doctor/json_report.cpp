#include "report.h"

#include <nlohmann/json.hpp>

namespace redisconf::doctor {
namespace {

using Json = nlohmann::ordered_json;

std::string_view status_of(const Report& report) {
  if (report.has(Status::failed)) return name_of(Status::failed);
  return name_of(report.has(Status::warning) ? Status::warning : Status::ok);
}

Json json_of(const Check& check) {
  Json json;
  if (!check.part.empty()) json["part"] = check.part;
  if (!check.node.empty()) json["node"] = check.node;
  json["name"] = check.name;
  json["status"] = name_of(check.status);
  if (check.took) json["milliseconds"] = static_cast<double>(check.took->count()) / 1000.0;
  json["detail"] = check.detail;
  if (!check.fix.empty()) json["fix"] = check.fix;
  return json;
}

Json json_of(const PeerCertificate& certificate) {
  return {{"subject", certificate.subject},
          {"issuer", certificate.issuer},
          {"not_before", date_text(certificate.not_before)},
          {"not_after", date_text(certificate.not_after)}};
}

}  // namespace

std::string json_of(const Report& report) {
  Json json{{"service", report.service}, {"status", status_of(report)}};
  if (!report.environment.empty()) json["environment"] = report.environment;
  if (!report.endpoint.empty()) json["endpoint"] = report.endpoint;
  if (report.certificate) json["certificate"] = json_of(*report.certificate);
  json["checks"] = Json::array();
  for (const Check& check : report.checks) json["checks"].push_back(json_of(check));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace redisconf::doctor
