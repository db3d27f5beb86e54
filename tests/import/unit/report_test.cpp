// What people and programs are told.
#include "report.h"
#include "progress.h"
#include "support/catch.h"

#include <nlohmann/json.hpp>

using namespace redisconf::import_tool;
using redisconf::test::contains;
using namespace std::chrono_literals;

namespace {

Position some_position() {
  Position position{.offset = 500, .rejects = 0, .head = "", .tally = {}};
  position.tally[Count::lines] = 1'234'567;
  position.tally[Count::written] = 1'234'500;
  position.tally[Count::rejected] = 67;
  return position;
}

}  // namespace

TEST_CASE("progress tells percent, lines, their rate and what is left") {
  const Pace pace{.begun_at = 0, .begun_line = 0, .size = 1000, .elapsed = 10s};
  CHECK(progress_line(some_position(), pace) == "50 %  1,234,567 lines  123,456/s  67 rejected  10 s left");
  CHECK(progress_line(some_position(), {.begun_at = 500, .begun_line = 1'234'567, .elapsed = 0ms}) ==
        "1,234,567 lines  0/s  67 rejected");
  CHECK(progress_line({}, {.size = 0, .elapsed = 0ms}) == "0 lines  0/s");
}

TEST_CASE("numbers are grouped") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(1'234'567) == "1,234,567");
}

TEST_CASE("the report is text, or JSON with every count") {
  const Report report{.target = "the cache a of b in c",
                      .endpoint = ":***@h:1/0",
                      .input = "dump.jsonl",
                      .rejects = "bad.jsonl",
                      .ending = "complete",
                      .position = some_position(),
                      .run_lines = 1000,
                      .elapsed = 2s};
  const std::string text = text_of(report);
  CHECK_THAT(text, contains("dump.jsonl into the cache a of b in c (:***@h:1/0)\n"));
  CHECK_THAT(text, contains("  lines           1,234,567\n"));
  CHECK_THAT(text, contains("  rejected               67  wrong lines, kept in bad.jsonl\n"));
  CHECK_THAT(text, contains("2.0 s, 500 lines/s") && !contains("kept  "));
  const auto json = nlohmann::json::parse(json_of(report));
  CHECK(json.at("written") == 1'234'500);
  CHECK(json.at("joined") == 0);
  CHECK(json.at("ending") == "complete");
  CHECK(json.at("dry_run") == false);
  CHECK(json.at("lines_per_second") == 500);
}
