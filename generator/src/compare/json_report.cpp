#include <nlohmann/json.hpp>

#include "compare/report.h"

namespace redisconf::compiler::compare {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }
Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

void add_place(Json& object, const Place& place) {
  const Location location = place.file->locate(place.offset);
  object["file"] = place.file->path();
  object["line"] = location.line;
  object["column"] = location.column;
}

Json describe(const Change& change, const Hit& hit) {
  Json object;
  object["service"] = text_or_null(hit.service);
  object["environment"] = text_or_null(hit.environment);
  object["beforeOrigin"] = text_or_null(origin_of(change.before, hit.before));
  object["afterOrigin"] = text_or_null(origin_of(change.after, hit.after));
  if (hit.after != nullptr) {
    add_place(object, *hit.after);
  } else if (hit.file != nullptr) {
    object["file"] = hit.file->path();
  }
  return object;
}

Json describe(const Approval& approval) {
  Json object;
  object["change"] = approval.change;
  object["by"] = approval.by;
  object["because"] = approval.because;
  object["expires"] = date_text(approval.expires);
  add_place(object, approval.place);
  return object;
}

Json describe(const ReviewedChange& reviewed) {
  const Change& change = *reviewed.change;
  Json object;
  object["hash"] = change.hash;
  object["risk"] = risk_name(change.risk);
  object["kind"] = kind_name(change.kind);
  object["subject"] = change.subject;
  object["before"] = text_or_null(change.before);
  object["after"] = text_or_null(change.after);
  object["why"] = text_or_null(change.why);
  object["fails"] = reviewed.fails;
  object["approved"] = reviewed.approved();
  if (reviewed.approval != nullptr) {
    object["approval"] = describe(*reviewed.approval);
    object["approval"]["expired"] = reviewed.expired;
  }
  object["in"] = Json::array();
  for (const Hit& hit : change.hits) object["in"].push_back(describe(change, hit));
  return object;
}

}  // namespace

std::string json_report(const Report& report) {
  Json object;
  object["against"] = report.against;
  object["allNew"] = report.all_new;
  object["failOn"] = report.fail_on ? Json(risk_name(*report.fail_on)) : Json();
  Json& summary = object["summary"];
  summary["changes"] = report.changes.size();
  for (const Risk risk : {Risk::critical, Risk::high, Risk::medium, Risk::low}) {
    summary[std::string(risk_name(risk))] = report.counts[static_cast<std::size_t>(risk)];
  }
  summary["approved"] = report.approved;
  summary["failing"] = report.failing;
  object["changes"] = Json::array();
  for (const ReviewedChange& reviewed : report.changes) object["changes"].push_back(describe(reviewed));
  object["staleApprovals"] = Json::array();
  for (const Approval* const approval : report.stale) object["staleApprovals"].push_back(describe(*approval));
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace redisconf::compiler::compare
