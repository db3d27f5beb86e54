#include "output/unified_diff.h"

#include <random>
#include <sstream>
#include <vector>

#include "support/catch.h"

using redisconf::compiler::unified_diff;

namespace {

std::string diff(const std::string& before, const std::string& after) {
  return unified_diff({"a", before}, {"b", after});
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Applies a difference as patch(1) does, and counts the lines that it changes.
struct Patch {
  std::string result;
  int changes = 0;

  Patch(const std::string& before, const std::string& text) {
    const std::vector<std::string> old_lines = lines_of(before);
    std::size_t next = 0;
    std::size_t number = 0;
    for (const std::string& line : lines_of(text)) {
      if (++number <= 2) continue;
      if (line.starts_with("@@")) {
        const std::size_t start = std::stoul(line.substr(4));
        const bool none = line.substr(4, line.find(' ', 4) - 4).ends_with(",0");
        while (next + (none ? 0 : 1) < start) append(old_lines.at(next++));
      } else if (line.starts_with('+')) {
        ++changes;
        append(line.substr(1));
      } else {
        REQUIRE(old_lines.at(next) == line.substr(1));
        if (line.starts_with('-')) ++changes;
        if (line.starts_with(' ')) append(old_lines[next]);
        ++next;
      }
    }
    while (next < old_lines.size()) append(old_lines[next++]);
  }

  void append(const std::string& line) { result += line + '\n'; }
};

}  // namespace

TEST_CASE("equal texts have no difference") {
  CHECK(diff("", "").empty());
  CHECK(diff("a\n", "a\n").empty());
}

TEST_CASE("a changed line stands between three lines of context") {
  CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
        "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("a new file and a removed one") {
  CHECK(diff("", "a\nb\n") == "--- a\n+++ b\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  CHECK(diff("a\n", "") == "--- a\n+++ b\n@@ -1 +0,0 @@\n-a\n");
}

TEST_CASE("a missing last line end is a difference") {
  CHECK(diff("a", "a\n") == "--- a\n+++ b\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST_CASE("changes far apart are in hunks of their own") {
  std::string before;
  for (int line = 0; line < 30; ++line) before += std::to_string(line) + '\n';
  std::string after = before;
  after.insert(0, "first\n");
  after += "last\n";
  const std::string text = diff(before, after);
  CHECK(text ==
        "--- a\n+++ b\n@@ -1,3 +1,4 @@\n+first\n 0\n 1\n 2\n@@ -28,3 +29,4 @@\n 27\n 28\n 29\n+last\n");
}

TEST_CASE("differences of random texts apply, and are never longer than needed") {
  std::mt19937 random(20240229);
  const auto text = [&random] {
    std::string lines;
    const auto count = random() % 12;
    for (unsigned long line = 0; line < count; ++line)
      lines += std::string(1, static_cast<char>('a' + random() % 4)) + '\n';
    return lines;
  };
  const auto shortest = [](const std::string& before, const std::string& after) {
    const auto a = lines_of(before);
    const auto b = lines_of(after);
    std::vector<std::vector<int>> common(a.size() + 1, std::vector<int>(b.size() + 1, 0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
      for (std::size_t j = 1; j <= b.size(); ++j) {
        common[i][j] =
            a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1 : std::max(common[i - 1][j], common[i][j - 1]);
      }
    }
    return static_cast<int>(a.size() + b.size()) - 2 * common[a.size()][b.size()];
  };
  for (int run = 0; run < 3000; ++run) {
    const std::string before = text();
    const std::string after = text();
    const std::string difference = diff(before, after);
    INFO(before << "--\n" << after << "--\n" << difference);
    const Patch patch(before, difference);
    REQUIRE(patch.result == after);
    REQUIRE(patch.changes == shortest(before, after));
  }
}

TEST_CASE("texts with nothing in common are replaced as a whole") {
  std::string before;
  std::string after;
  for (int line = 0; line < 3000; ++line) {
    before += "old " + std::to_string(line) + '\n';
    after += "new " + std::to_string(line) + '\n';
  }
  const Patch patch(before, diff(before, after));
  CHECK(patch.result == after);
}
