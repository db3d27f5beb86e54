// The report in all formats, compared byte by byte with diff/golden/. After a wanted change:
//   REDISCONF_UPDATE_GOLDENS=1 ctest -R generator_test
#include "compare/comparer.h"
#include "compare/report.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::compare;
using namespace redisconf::compiler::test;
using redisconf::test::contains;
using namespace std::chrono_literals;

namespace {

const std::string kFolder = std::string(TEST_SOURCE_DIR) + "/diff/";

// Paths from the project's root, wherever the sources lie.
std::string relative(std::string text) {
  const std::string prefix = kFolder + "after/";
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
    text.erase(at, prefix.size());
  }
  return text;
}

struct Example {
  std::unique_ptr<Project> before = load_project(kFolder + "before/schema/redis.yaml", {});
  std::unique_ptr<Project> after = load_project(kFolder + "after/schema/redis.yaml", {});
  std::vector<Change> changes;
  Approvals approvals;
  Report report;

  Example() {
    REQUIRE(before->diagnostics.empty());
    ReportInput input;
    input.against = "origin/main (0123456789ab)";
    input.approvals_path = "schema/approvals.yaml";
    input.has_approvals = true;
    input.today = Date{2026y, std::chrono::March, 1d};
    input.fail_on = redisconf::Risk::high;
    approvals = load_approvals(kFolder + "after/schema/approvals.yaml", input.today, after->diagnostics);
    REQUIRE(after->diagnostics.empty());
    changes = compare_projects(before.get(), *after);
    report = review(input, changes, approvals.list);
  }
};

void check_golden(const std::string& name, const std::string& text) {
  CHECK(relative(text) == stored_text(kFolder + "golden/" + name, relative(text)));
}

// A report of one change with these values.
std::string markdown_of(std::string before, std::string after) {
  std::vector<Change> changes(1);
  changes.front().subject = "custom.text";
  changes.front().before = std::move(before);
  changes.front().after = std::move(after);
  changes.front().hits.emplace_back();
  return markdown_report(review({}, changes, {}));
}

}  // namespace

TEST_CASE("the diff report in all formats") {
  const Example example;
  check_golden("report.txt", text_report(example.report, false));
  check_golden("report.md", markdown_report(example.report));
  check_golden("report.json", json_report(example.report));
  check_golden("report.github", github_report(example.report));
}

TEST_CASE("colour is added to the diff only when asked for") {
  const Example example;
  CHECK(text_report(example.report, false).find('\x1b') == std::string::npos);
  CHECK_THAT(text_report(example.report, true), contains("\x1b[1;31mcritical\x1b[0m  tls.verify"));
}

TEST_CASE("nothing changed") {
  ReportInput input;
  input.against = "HEAD";
  const Report report = review(input, {}, {});
  CHECK(text_report(report, false) == "Against HEAD: no changes\n");
  CHECK(markdown_report(report) == "## Redis settings: no changes\n\nCompared with `HEAD`.\n");
  CHECK(github_report(report) == "");
}

TEST_CASE("values can't break out of a Markdown table") {
  CHECK_THAT(markdown_of("a|b", "c\nd"), contains("| `a\\|b` | `c d` |"));
  CHECK_THAT(markdown_of("`x`", "``y"), contains("| `` `x` `` | ``` ``y ``` |"));
}

TEST_CASE("values can't disturb a terminal") {
  std::vector<Change> changes(1);
  changes.front().subject = "custom.text";
  changes.front().after = "\x1b[2J\xE2\x80\xAE";
  changes.front().hits.emplace_back();
  const Report report = review({}, changes, {});
  for (const std::string& text :
       {text_report(report, false), markdown_report(report), github_report(report)}) {
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
  }
}
