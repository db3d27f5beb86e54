// schema/approvals.yaml: strictly read, and never for ever.
#include "compare/approvals.h"

#include "compare/report.h"
#include "diagnostics/formats.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::compare;
using namespace redisconf::compiler::test;
using redisconf::test::contains;
using namespace std::chrono_literals;

namespace {

constexpr Date kToday{2026y, std::chrono::March, 1d};
const std::string kHead = "redisconf: 1\napprovals:\n";

struct Read {
  TemporaryFolder folder;
  Approvals approvals;
  std::string report;

  explicit Read(std::string_view text) {
    const std::string path = folder.write("approvals.yaml", text);
    Diagnostics diagnostics;
    approvals = load_approvals(path, kToday, diagnostics);
    report = format_diagnostics(diagnostics, false);
  }
};

std::string entry(const std::string& change, const std::string& expires = "2026-03-20") {
  return "  - change: \"" + change +
         "\"\n    by: Ada\n    because: \"it is right\"\n    expires: " + expires + '\n';
}

std::string report_of(const std::string& text) { return Read(text).report; }

}  // namespace

TEST_CASE("approvals are read with who, why and until when") {
  const Read read(kHead + entry("0123456789abcdef") + entry("1111111111111111", "2026-05-30"));
  CHECK(read.report == "");
  REQUIRE(read.approvals.list.size() == 2);
  const Approval& first = read.approvals.list.front();
  CHECK(first.change == "0123456789abcdef");
  CHECK(first.by == "Ada");
  CHECK(first.because == "it is right");
  CHECK(date_text(first.expires) == "2026-03-20");
  CHECK(first.place.file->locate(first.place.offset).line == 3);
}

TEST_CASE("no file and an empty list approve nothing") {
  Diagnostics diagnostics;
  const TemporaryFolder folder;
  CHECK(load_approvals(folder.path("approvals.yaml"), kToday, diagnostics).file == nullptr);
  CHECK(diagnostics.empty());
  CHECK(report_of("redisconf: 1\napprovals: []\n") == "");
  CHECK(report_of("\xEF\xBB\xBFredisconf: 1\r\napprovals: []\r\n") == "");
}

TEST_CASE("an approval that is not whole, or not known, is refused with its place") {
  const std::string good = "0123456789abcdef";
  CHECK_THAT(report_of(kHead + "  - change: " + good + "\n"),
             contains("3:5: error: an approval without `by`"));
  CHECK_THAT(report_of(kHead + entry(good) + "    until: never\n"), contains("unknown key 'until'"));
  CHECK_THAT(report_of(kHead + entry("0123")), contains("not the hash of a change"));
  CHECK_THAT(report_of(kHead + entry("0123456789ABCDEF")), contains("not the hash of a change"));
  CHECK_THAT(report_of(kHead + entry(good) + entry(good)),
             contains("7:13: error: this change is approved twice"));
  CHECK_THAT(report_of("redisconf: 1\napprovals: {}\n"), contains("must be a list"));
  CHECK_THAT(report_of("redisconf: 1\n"), contains("the file has no approvals"));
  CHECK_THAT(report_of("approvals: []\n"), contains("which language version"));
  CHECK_THAT(report_of("redisconf: 1\napprovals: []\nmore: 1\n"), contains("unknown key 'more'"));
  CHECK_THAT(report_of(kHead + "  - " + good + "\n"), contains("must be a mapping"));
}

TEST_CASE("what the report proposes is refused until somebody signs it") {
  const std::string report = report_of(kHead +
                                       "  - change: \"0123456789abcdef\"\n    by: \"\"\n    because: \" \"\n"
                                       "    expires: 2026-03-20\n");
  CHECK_THAT(report, contains("4:9: error: approvals.by has no value"));
  CHECK_THAT(report, contains("5:14: error: approvals.because has no value"));
}

TEST_CASE("an approval ends, at most 90 days from now") {
  const std::string good = "0123456789abcdef";
  CHECK(report_of(kHead + entry(good, "2026-05-30")) == "");
  CHECK_THAT(report_of(kHead + entry(good, "2026-05-31")), contains("too far away"));
  CHECK(report_of(kHead + entry(good, "2020-01-01")) == "");  // expired: the report tells
  const auto day = GENERATE(as<std::string>{}, "2026-02-29", "2026-13-01", "2026-3-1", "01.03.2026", "soon",
                            "2026-03-1x", "2026-+3-01", "2026-03-00", "+026-03-01");
  INFO(day);
  CHECK_THAT(report_of(kHead + entry(good, day)), contains("is not a day"));
}

TEST_CASE("a leap day is a day") { CHECK(read_date("2028-02-29").has_value()); }

TEST_CASE("an approval counts to the end of its last day, for its own change alone") {
  Change change;
  change.subject = "pool.connections";
  change.risk = redisconf::Risk::high;
  change.hash = "0123456789abcdef";
  change.hits.emplace_back();
  Approval approval;
  approval.change = change.hash;
  approval.expires = kToday;
  ReportInput input;
  input.fail_on = redisconf::Risk::high;
  input.today = kToday;
  CHECK(review(input, {change}, {approval}).failing == 0);
  CHECK(review(input, {change}, {approval}).approved == 1);
  approval.expires = days_after(kToday, std::chrono::days{-1});
  CHECK(review(input, {change}, {approval}).failing == 1);
  CHECK(review(input, {change}, {approval}).changes.front().expired);
  approval.change = "1111111111111111";
  const Report report = review(input, {change}, {approval});
  CHECK(report.failing == 1);
  CHECK(report.stale.size() == 1);
}

TEST_CASE("changes fail from the named risk on, and never without one") {
  std::vector<Change> changes(4);
  for (std::size_t index = 0; index < changes.size(); ++index) {
    changes[index].risk = static_cast<redisconf::Risk>(index);
    changes[index].hash = std::to_string(index);
    changes[index].hits.emplace_back();
  }
  ReportInput input;
  CHECK(review(input, changes, {}).failing == 0);
  for (std::size_t index = 0; index < changes.size(); ++index) {
    input.fail_on = static_cast<redisconf::Risk>(index);
    CHECK(review(input, changes, {}).failing == changes.size() - index);
  }
}
