// Small source trees, and everything that is found in them.
#include "scan/report.h"
#include "scan/review.h"
#include "scan/scan.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;

namespace {

const std::string kHere = SCAN_TEST_DIR;

scan::Inventory scanned(const std::string& tree) {
  scan::TreeScan result = scan::scan_tree(kHere + "/fixtures/" + tree, {});
  REQUIRE(result.error.empty());
  return std::move(result.inventory);
}

}  // namespace

TEST_CASE("golden: what is found in each language") {
  const auto* const tree = GENERATE("cpp", "deploy", "dotnet", "go", "javascript", "jvm", "python", "ruby");
  const scan::Inventory inventory = scanned(tree);
  const std::string report = scan::json_report(inventory, scan::review(inventory));
  CHECK(report == test::stored_text(kHere + "/golden/" + tree + ".json", report));
}

TEST_CASE("golden: the report of all languages together") {
  const scan::Inventory inventory = scanned("");
  const scan::Review review = scan::review(inventory);
  const std::string text = scan::text_report(inventory, review, false);
  CHECK(text == test::stored_text(kHere + "/golden/report.txt", text));
  const std::string markdown = scan::markdown_report(inventory, review);
  CHECK(markdown == test::stored_text(kHere + "/golden/report.md", markdown));
}

TEST_CASE("no report of the source trees shows a secret, or what a comment says") {
  const scan::Inventory inventory = scanned("");
  const scan::Review review = scan::review(inventory);
  const std::string all = scan::text_report(inventory, review, true) +
                          scan::markdown_report(inventory, review) + scan::json_report(inventory, review);
  const auto* const hidden =
      GENERATE("s3cr3t", "commented", "documented", "docstring", "disabled", "nested.example",
               "block-comment", "not-redis.example", "db.internal", "api.internal", "6400");
  CHECK(all.find(hidden) == std::string::npos);
}
