#include <nlohmann/json.hpp>

#include "diagnostics/formats.h"

namespace redisconf::compiler {
namespace {

using Json = nlohmann::ordered_json;

void add_place(Json& object, const SourceFile& file, std::size_t offset) {
  const Location location = file.locate(offset);
  object["file"] = file.path();
  object["line"] = location.line;
  object["column"] = location.column;
}

Json describe(const Diagnostic& diagnostic) {
  Json object;
  object["severity"] = severity_name(diagnostic.severity);
  object["id"] = diagnostic.id;
  if (diagnostic.file != nullptr) {
    add_place(object, *diagnostic.file, diagnostic.offset);
    object["endColumn"] = diagnostic.file->end_column(diagnostic.offset, diagnostic.length);
  } else {
    object["file"] = diagnostic.path;
  }
  object["message"] = diagnostic.message;
  if (!diagnostic.contexts.empty()) object["in"] = diagnostic.contexts;
  if (!diagnostic.rule.empty()) object["rule"] = diagnostic.rule;
  if (!diagnostic.fix.empty()) object["fix"] = diagnostic.fix;
  for (const Related& related : diagnostic.related) {
    Json& place = object["related"].emplace_back();
    add_place(place, *related.file, related.offset);
    place["message"] = related.message;
  }
  return object;
}

}  // namespace

std::string format_json(const Diagnostics& diagnostics) {
  Json report;
  report["diagnostics"] = Json::array();
  std::size_t errors = 0;
  for (const Diagnostic* const diagnostic : diagnostics.sorted()) {
    if (diagnostic->severity == Severity::error) ++errors;
    report["diagnostics"].push_back(describe(*diagnostic));
  }
  report["errors"] = errors;
  report["warnings"] = report["diagnostics"].size() - errors;
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace redisconf::compiler
