// What formatting must never do, over all schemas of the tests and thousands of random ones.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "edit/formatter.h"
#include "schema_dice.h"
#include "support.h"
#include "support/catch.h"
#include "yaml/reader.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;

namespace {

namespace fs = std::filesystem;

enum class Outcome { refused, formatted };

std::string without_white(std::string text) {
  std::erase_if(text, [](char c) { return std::string_view(" \t\r\n").find(c) != std::string_view::npos; });
  return text;
}

// Of any text: refused exactly when it can't be read; else only white space changes, and that
// without a change of meaning, and once is enough.
Outcome check_formatting(const std::string& text) {
  INFO(text);
  const SourceFile file("a.yaml", "a.yaml", text);
  Diagnostics reading;
  const auto root = read_yaml(file, reading);
  Diagnostics faults;
  const auto formatted = format_schema(file, faults);
  REQUIRE(formatted.has_value() == reading.empty());
  if (!formatted) {
    CHECK(faults.sorted().size() == reading.sorted().size());
    return Outcome::refused;
  }
  INFO(*formatted);
  const SourceFile after("a.yaml", "a.yaml", *formatted);
  const auto root_after = read_yaml(after, faults);
  REQUIRE(faults.empty());
  REQUIRE(same_tree(*root, *root_after));
  REQUIRE(without_white(text) == without_white(*formatted));
  REQUIRE(format_schema(after, faults) == formatted);
  return Outcome::formatted;
}

std::vector<std::string> texts_below(const fs::path& folder) {
  std::vector<std::string> texts;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") texts.push_back(read_file(entry.path().string()));
  }
  std::ranges::sort(texts);
  return texts;
}

std::vector<std::string> stored_texts() {
  std::vector<std::string> texts = texts_below(TEST_SOURCE_DIR);
  const std::vector<std::string> own = texts_below(SCHEMA_DIR);
  texts.insert(texts.end(), own.begin(), own.end());
  return texts;
}

}  // namespace

TEST_CASE("formatting keeps the meaning and the comments of every stored schema") {
  const auto texts = stored_texts();
  REQUIRE(texts.size() > 130);
  const auto formatted = std::ranges::count(texts, Outcome::formatted, check_formatting);
  CHECK(formatted > 100);
}

TEST_CASE("formatting keeps the meaning and the comments of random schemas") {
  SchemaDice dice(20240617);
  int formatted = 0;
  for (int round = 0; round < 1500; ++round) {
    if (check_formatting(dice.schema()) == Outcome::formatted) ++formatted;
  }
  CHECK(formatted > 1200);
}

TEST_CASE("formatting keeps the meaning of broken schemas that can still be read") {
  SchemaDice dice(4711);
  const auto texts = stored_texts();
  int formatted = 0;
  for (std::size_t round = 0; round < 1500; ++round) {
    const std::string text = round % 2 == 0 ? texts[round % texts.size()] : dice.schema();
    if (check_formatting(dice.mutated(text)) == Outcome::formatted) ++formatted;
  }
  CHECK(formatted > 300);
}
