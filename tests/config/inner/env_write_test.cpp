#include "env_file.h"

#include "support/catch.h"
#include "support/property.h"

#include <string>
#include <vector>

using redisconf::format_env_value;
using redisconf::parse_env_file;
using redisconf::test::holds_for_all;

namespace {

// Any text that a .env file can hold: what makes readers stumble more often than chance would.
rc::Gen<std::string> any_text() {
  const auto piece = rc::gen::weightedOneOf<std::string>(
      {{4, rc::gen::map(rc::gen::inRange('!', '\x7F'), [](char c) { return std::string(1, c); })},
       {3, rc::gen::element<std::string>("'", "\"", "\\", "$", "#", " #", " ", "~", ":~", "`", "\\n", "=")},
       {2, rc::gen::element<std::string>("\n", "\r", "\r\n", "\t", "export ", "A=1")},
       {1, rc::gen::element<std::string>("\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x94\x91", "\xC2\xA0")}});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
    std::string text;
    for (const std::string& each : pieces) text += each;
    return text;
  });
}

}  // namespace

TEST_CASE("what is written reads back exactly", "[env-file]") {
  const bool holds = holds_for_all("a file gives the value that was written", [] {
    const std::string value = *any_text();
    const auto written = format_env_value(value);
    RC_ASSERT(written.has_value());
    for (const char* const after : {"", "\n", "\r\n", " # comment\nB=2\n"}) {
      const auto text = "A=" + *written + after;
      const auto file = parse_env_file(text);
      RC_ASSERT(file.faults.empty());
      RC_ASSERT(!file.entries.empty());
      RC_ASSERT(file.entries.front().value.reveal() == value);
    }
  });
  CHECK(holds);
}

TEST_CASE("the plainest form that holds the value is written", "[env-file]") {
  CHECK(format_env_value("") == "");
  CHECK(format_env_value("redis://h:6379") == "redis://h:6379");
  CHECK(format_env_value("a b") == "'a b'");
  CHECK(format_env_value("!&#$^<>-\\") == "'!&#$^<>-\\'");
  CHECK(format_env_value("it's $1\n") == R"("it's \$1\n")");
}

TEST_CASE("what no file can hold is not written", "[env-file]") {
  using namespace std::string_view_literals;
  CHECK_FALSE(format_env_value("a\0b"sv).has_value());
  CHECK_FALSE(format_env_value("\x1B[0m").has_value());
  CHECK_FALSE(format_env_value("\x7F").has_value());
  CHECK_FALSE(format_env_value("\xC2\x85").has_value());
  CHECK_FALSE(format_env_value("\xFF").has_value());
}
