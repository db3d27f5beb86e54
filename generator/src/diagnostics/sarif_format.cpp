#include <nlohmann/json.hpp>
#include <set>

#include "diagnostics/formats.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

// SARIF 2.1.0, 3.4: a valid URI reference; relative ones are taken from the checkout's root.
Json artifact(const std::string& path) {
  return {{"uri", (path.starts_with('/') ? "file://" : "") + percent_encoded(path, "/")}};
}

Json location(const SourceFile& file, std::size_t offset, std::size_t length) {
  const Location start = file.locate(offset);
  Json physical{{"artifactLocation", artifact(file.path())}};
  physical["region"] = {{"startLine", start.line},
                        {"startColumn", start.column},
                        {"endColumn", file.end_column(offset, length)}};
  return {{"physicalLocation", std::move(physical)}};
}

std::string full_message(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  for (std::size_t index = 0; index < diagnostic.contexts.size(); ++index) {
    text += (index == 0 ? "\nIn: " : ", ") + diagnostic.contexts[index];
  }
  if (!diagnostic.rule.empty()) text += "\nRule: " + diagnostic.rule;
  if (!diagnostic.fix.empty()) text += "\nFix: " + diagnostic.fix;
  return text;
}

Json result(const Diagnostic& diagnostic) {
  Json object;
  object["ruleId"] = diagnostic.id;
  object["level"] = severity_name(diagnostic.severity);
  object["message"]["text"] = full_message(diagnostic);
  object["locations"] = Json::array();
  if (diagnostic.file != nullptr) {
    object["locations"].push_back(location(*diagnostic.file, diagnostic.offset, diagnostic.length));
  } else {
    object["locations"].push_back({{"physicalLocation", {{"artifactLocation", artifact(diagnostic.path)}}}});
  }
  for (const Related& related : diagnostic.related) {
    Json place = location(*related.file, related.offset, related.length);
    place["message"]["text"] = related.message;
    object["relatedLocations"].push_back(std::move(place));
  }
  return object;
}

}  // namespace

std::string format_sarif(const Diagnostics& diagnostics) {
  Json results = Json::array();
  std::set<std::string> ids;
  for (const Diagnostic* const diagnostic : diagnostics.sorted()) {
    results.push_back(result(*diagnostic));
    ids.insert(diagnostic->id);
  }
  Json driver{{"name", "redisconf"}, {"version", REDISCONF_VERSION}, {"rules", Json::array()}};
  for (const std::string& id : ids) driver["rules"].push_back({{"id", id}});
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  Json report{{"$schema", kSchema}, {"version", "2.1.0"}};
  report["runs"].push_back(std::move(run));
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace redisconf::compiler
