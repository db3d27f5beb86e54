// Diagnostics for programs: JSON, SARIF and GitHub's workflow commands.
#include <nlohmann/json.hpp>

#include "diagnostics/formats.h"
#include "support.h"
#include "support/catch.h"
#include "text/github.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;
using redisconf::test::contains;
using Json = nlohmann::json;

namespace {

constexpr std::string_view kBroken =
    "redisconf: 1\nservice: demo\nsettings:\n  timeouts: {connect: 4s}\ncolour: blue\n";

std::string report(ReportFormat format, std::string_view service = kBroken) {
  SchemaFolder schema(kSharedSchema, service);
  return format_report(schema.load().diagnostics, format);
}

}  // namespace

TEST_CASE("diagnostics as JSON") {
  const Json json = Json::parse(report(ReportFormat::json));
  CHECK(json["errors"] == 1);
  CHECK(json["warnings"] == 0);
  const Json& first = json["diagnostics"][0];
  CHECK(first["severity"] == "error");
  CHECK(first["id"] == "unknown-key");
  CHECK(first["line"] == 5);
  CHECK(first["column"] == 1);
  CHECK(first["endColumn"] == 7);
  CHECK_THAT(first["file"].get<std::string>(), contains("schema/services/demo.yaml"));
  CHECK_THAT(first["fix"].get<std::string>(), contains("known here"));
}

TEST_CASE("a clash names the other place and where it happens") {
  const std::string service =
      "redisconf: 1\nservice: demo\nsettings:\n  retry: {initial_backoff: 4s, max_backoff: 2s}\n";
  const Json json = Json::parse(report(ReportFormat::json, service));
  const Json& clash = json["diagnostics"][0];
  CHECK(clash["id"] == "backoff-is-ordered");
  CHECK(clash["in"] == Json({"demo.development", "demo.production"}));
  CHECK(clash["related"][0]["line"] == 4);
  CHECK(clash["related"][0]["column"] == 45);
  CHECK(clash["related"][0]["message"] == "retry.max_backoff is 2s");
}

TEST_CASE("diagnostics as SARIF 2.1.0") {
  const Json sarif = Json::parse(report(ReportFormat::sarif));
  CHECK(sarif["version"] == "2.1.0");
  const Json& run = sarif["runs"][0];
  CHECK(run["tool"]["driver"]["name"] == "redisconf");
  CHECK(run["tool"]["driver"]["rules"][0]["id"] == "unknown-key");
  CHECK(run["columnKind"] == "unicodeCodePoints");
  const Json& result = run["results"][0];
  CHECK(result["ruleId"] == "unknown-key");
  CHECK(result["level"] == "error");
  const Json& place = result["locations"][0]["physicalLocation"];
  CHECK_THAT(place["artifactLocation"]["uri"].get<std::string>(), contains("file:///"));
  CHECK(place["region"]["startLine"] == 5);
}

TEST_CASE("no diagnostics are an empty report, not an empty text") {
  CHECK(Json::parse(report(ReportFormat::json, kService))["diagnostics"].empty());
  CHECK(Json::parse(report(ReportFormat::sarif, kService))["runs"][0]["results"].empty());
  CHECK(report(ReportFormat::github, kService).empty());
}

TEST_CASE("diagnostics as GitHub annotations") {
  const std::string text = report(ReportFormat::github);
  CHECK(text.starts_with("::error file="));
  CHECK_THAT(text,
             contains(",line=5,endLine=5,col=1,endColumn=7,title=redisconf%3A unknown-key::unknown key"));
  CHECK_THAT(text, contains("%0Afix: "));
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
}

TEST_CASE("an annotation cannot be left") {
  GithubAnnotation annotation;
  annotation.file = "a,b:c%";
  annotation.message = "one\n::error::two\r%0A";
  CHECK(github_annotation(annotation) == "::error file=a%2Cb%3Ac%25::one%0A::error::two%0D%250A\n");
}

TEST_CASE("a literal secret reaches no format") {
  constexpr std::string_view kSecret =
      "redisconf: 1\nservice: demo\nsettings:\n  connection: {password: hunter2}\n";
  for (const auto format :
       {ReportFormat::text, ReportFormat::json, ReportFormat::sarif, ReportFormat::github}) {
    const std::string text = report(format, kSecret);
    CHECK_THAT(text, contains("secret"));
    CHECK(text.find("hunter2") == std::string::npos);
  }
}
