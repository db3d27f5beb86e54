#include "env_file.h"

#include "support/catch.h"

#include <string>
#include <tuple>
#include <utility>
#include <vector>

using redisconf::EnvFile;
using redisconf::kMaxEnvFaults;
using redisconf::kMaxEnvFileBytes;
using redisconf::parse_env_file;
using redisconf::Secret;
using redisconf::test::contains;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs values_of(std::string_view text) {
  const EnvFile file = parse_env_file(text);
  CHECK(file.faults.empty());
  Pairs pairs;
  for (const auto& entry : file.entries) {
    pairs.emplace_back(std::string(entry.name), std::string(entry.value.reveal()));
  }
  return pairs;
}

std::string value_of(std::string_view text) {
  const Pairs pairs = values_of("A=" + std::string(text));
  return pairs.size() == 1 ? pairs.front().second : "not one value";
}

// "line:column rule" of each fault.
std::vector<std::string> faults_of(std::string_view text) {
  std::vector<std::string> faults;
  for (const auto& fault : parse_env_file(text).faults) {
    faults.push_back(std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " + fault.rule);
    CHECK_FALSE(fault.fix.empty());
  }
  return faults;
}

std::string fault_of(std::string_view text) {
  const auto faults = faults_of(text);
  return faults.size() == 1 ? faults.front() : std::to_string(faults.size()) + " faults";
}

}  // namespace

TEST_CASE("lines, comments and export", "[env-file]") {
  CHECK(values_of("").empty());
  CHECK(values_of("\n  \n\t\n# a comment: no=value\n  # another\n").empty());
  CHECK(values_of("A=1\nexport B=2\n  export\tC=3\nexport=4\n_d9=5") ==
        Pairs{{"A", "1"}, {"B", "2"}, {"C", "3"}, {"export", "4"}, {"_d9", "5"}});
  CHECK(values_of("\xEF\xBB\xBF"
                  "A=1\r\nB='2'\r\n\r\nC=\"3\" # three\r\n") == Pairs{{"A", "1"}, {"B", "2"}, {"C", "3"}});
}

TEST_CASE("values without quotes", "[env-file]") {
  CHECK(value_of("") == "");
  CHECK(value_of("  # only a comment") == "");
  CHECK(value_of("redis://h:6379/0?a=b%20c") == "redis://h:6379/0?a=b%20c");
  CHECK(value_of("x # comment") == "x");
  CHECK(value_of("x \t ") == "x");
  CHECK(value_of("a=b==") == "a=b==");
  CHECK(value_of("a~b!^-*?[]{}@%,.+") == "a~b!^-*?[]{}@%,.+");
  CHECK(value_of("p\xC3\xA4ss") == "p\xC3\xA4ss");
}

TEST_CASE("values in quotes", "[env-file]") {
  CHECK(value_of("''") == "");
  CHECK(value_of("\"\"") == "");
  CHECK(value_of(R"('!&#$^<>-\n"`')") == R"(!&#$^<>-\n"`)");
  CHECK(value_of(R"("!&#$^<>-'`")") == "!&#$^<>-'`");
  CHECK(value_of(R"("\n\r\t\"\\\$")") == "\n\r\t\"\\$");
  CHECK(value_of("' spaced ' # comment") == " spaced ");
  CHECK(value_of("\"-----BEGIN\r\nabc\n-----END\n\"") == "-----BEGIN\nabc\n-----END\n");
  CHECK(value_of("'two\nlines'  ") == "two\nlines");
}

TEST_CASE("entries say where they stand", "[env-file]") {
  const EnvFile file = parse_env_file("# first\n  export A='x\ny'\nB=2\n");
  REQUIRE(file.entries.size() == 2);
  CHECK(std::tuple(file.entries[0].line, file.entries[0].column) == std::tuple(2U, 10U));
  CHECK(std::tuple(file.entries[1].line, file.entries[1].column) == std::tuple(4U, 1U));
}

TEST_CASE("what other readers take differently must stand in quotes", "[env-file]") {
  CHECK_THAT(fault_of("A=x$y"), contains("1:4 has '$' without quotes"));
  CHECK_THAT(fault_of("A=x#y"), contains("1:4 has '#' right after other text"));
  CHECK_THAT(fault_of("A=#y"), contains("1:3 has '#'"));
  CHECK_THAT(fault_of("A=x\\y"), contains("1:4 has a backslash"));
  CHECK_THAT(fault_of("A=x'y'"), contains("1:4 has a quote inside"));
  CHECK_THAT(fault_of("A=`id`"), contains("1:3 has a quote inside"));
  CHECK_THAT(fault_of("A=a b"), contains("1:4 has a space in a value"));
  CHECK_THAT(fault_of("A= a"), contains("1:3 has a space after '='"));
  CHECK_THAT(fault_of("A =a"), contains("1:1 has a space before '='"));
  for (const char c : std::string("&;|<>()")) {
    CHECK_THAT(fault_of(std::string("A=x") + c), contains("takes it for a command"));
  }
  CHECK_THAT(fault_of("A=~/x"), contains("1:3 has '~'"));
  CHECK_THAT(fault_of("A=/x:~"), contains("1:6 has '~'"));
}

TEST_CASE("lines that set nothing", "[env-file]") {
  CHECK_THAT(fault_of("hunter2"), contains("1:1 has no '='"));
  CHECK_THAT(fault_of("export A"), contains("1:8 has no '='"));
  CHECK_THAT(fault_of("export"), contains("1:1 has no '='"));
  CHECK_THAT(fault_of("A{=1"), contains("does not begin with a name"));
  CHECK_THAT(fault_of("{A=1"), contains("does not begin with a name"));
  CHECK_THAT(fault_of("A: 1"), contains("1:1 has ':' where '=' belongs"));
  CHECK_THAT(fault_of("1A=1"), contains("1:1 does not begin with a name"));
  CHECK_THAT(fault_of("a-b=1"), contains("1:1 does not begin with a name"));
  CHECK_THAT(fault_of("=1"), contains("1:1 does not begin with a name"));
}

TEST_CASE("quotes and escapes that are wrong", "[env-file]") {
  CHECK_THAT(fault_of("A='x"), contains("1:3 opens a quote that nothing closes"));
  CHECK(faults_of("A=\"x\\").size() == 2);
  CHECK_THAT(fault_of(R"(A="a\xb\y")"), contains("1:5 has a backslash before something else"));
  CHECK_THAT(fault_of("A=\"a\\\nb\"\nB=1"), contains("1:5 has a backslash before something else"));
  CHECK_THAT(fault_of("A='x'y"), contains("1:6 has text after the closing quote"));
  CHECK_THAT(fault_of("A='x'#y"), contains("1:6 has text after the closing quote"));
  CHECK_THAT(fault_of("A='x' y"), contains("has text after the closing quote"));
  const EnvFile file = parse_env_file("A='x\nB='y'\n");
  REQUIRE(file.faults.size() == 1);
  CHECK(file.faults[0].fix == "close the quote that line 1 opens");
}

TEST_CASE("bytes that are not text", "[env-file]") {
  using namespace std::string_view_literals;
  CHECK_THAT(fault_of("A=x\0y"sv), contains("1:4 has a control character"));
  CHECK_THAT(fault_of("A='\x1B[31m'"), contains("1:4 has a control character"));
  CHECK_THAT(fault_of("# a\rb"), contains("1:4 has a control character"));
  CHECK_THAT(fault_of("A='\xC2\x9B'"), contains("1:4 has a control character"));
  CHECK_THAT(fault_of("A='\xC3\xA4\xFF'"), contains("1:5 has bytes that are not UTF-8"));
  CHECK_THAT(fault_of("\xFF\xFE"
                      "A\0=\0"sv),
             contains("1:1 is UTF-16"));
  CHECK_THAT(fault_of("\xFE\xFF\0A\0="sv), contains("1:1 is UTF-16"));
}

TEST_CASE("a name is set once", "[env-file]") {
  CHECK(fault_of("A=1\nB=2\nexport A=3\n") == "3:8 sets a variable that line 1 sets already");
  CHECK(values_of("A=1\na=2").size() == 2);
}

TEST_CASE("all faults come at once, in order, and none quotes the file", "[env-file]") {
  const std::string text =
      "hunter2\nA=hunter2$hunter2\nB='hunter2'hunter2\nA-hunter2=1\nC=\"hunter2\n D=hunter2 "
      "hunter2\nC=\xFFhunter2\n";
  const EnvFile file = parse_env_file(text);
  CHECK(file.faults.size() == 7);
  std::size_t line = 0;
  for (const auto& fault : file.faults) {
    CHECK(fault.line >= line);
    line = fault.line;
    CHECK_THAT(fault.rule + fault.fix, !contains("hunter2"));
  }
}

TEST_CASE("sizes have limits", "[env-file]") {
  CHECK(value_of(std::string(Secret::kMaxBytes, 'x')).size() == Secret::kMaxBytes);
  CHECK_THAT(fault_of("A=" + std::string(Secret::kMaxBytes + 1, 'x')), contains("1:3 is longer than 64 KiB"));
  CHECK_THAT(fault_of("A='" + std::string(Secret::kMaxBytes + 1, 'x') + "'"), contains("1:3 is longer"));
  CHECK(faults_of(std::string(kMaxEnvFileBytes, '\n')).empty());
  CHECK_THAT(fault_of(std::string(kMaxEnvFileBytes + 1, '\n')), contains("1:1 is longer than 256 KiB"));
}

TEST_CASE("a file that is no .env file has a bounded report", "[env-file]") {
  std::string text;
  for (int count = 0; count < 20000; ++count) text += "x\x01\n";
  const EnvFile file = parse_env_file(text);
  REQUIRE(file.faults.size() == kMaxEnvFaults);
  CHECK_THAT(file.faults.back().rule, contains("there are more"));
}
