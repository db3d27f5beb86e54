#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

// The tool with that text on standard input.
Run url_of_input(std::string_view input, const std::vector<std::string>& arguments = {}) {
  const TemporaryFolder folder;
  folder.write("input", input);
  std::vector<std::string> words{"/bin/sh", "-c", R"(exec "$0" url "$@" < input)", REDISCONF_TOOL};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run({words, folder.path(), {}, {}});
}

}  // namespace

TEST_CASE("url prints the parts, and no password") {
  const Run result = url_of_input("rediss://us%C3%B0r:hid%40den@H.example:6380/2\n");
  CHECK(result.status == 0);
  CHECK(result.errors.empty());
  CHECK(result.output ==
        "scheme    rediss\n"
        "host      h.example\n"
        "port      6380\n"
        "tls       true\n"
        "database  2\n"
        "username  us\u00f0r\n"
        "password  ***\n"
        "socket    (none)\n");
}

TEST_CASE("url prints JSON for programs") {
  const Run result = url_of_input("unix://:hidden@/run/r.sock", {"--json", "-"});
  CHECK(result.status == 0);
  CHECK(result.output ==
        "{\n"
        "  \"scheme\": \"unix\",\n"
        "  \"host\": null,\n"
        "  \"port\": null,\n"
        "  \"tls\": false,\n"
        "  \"database\": null,\n"
        "  \"username\": null,\n"
        "  \"password\": \"***\",\n"
        "  \"socket\": \"/run/r.sock\"\n"
        "}\n");
}

TEST_CASE("url reveals the password when asked, harmless to a terminal") {
  const std::string url = "redis://:p%40%1B%5B31m@h";
  CHECK_THAT(url_of_input(url, {"--reveal"}).output, contains("password  p@\uFFFD[31m\n"));
  CHECK_THAT(url_of_input(url, {"--reveal", "--json"}).output, contains("\"password\": \"p@\\u001b[31m\""));
}

TEST_CASE("url takes the URL as an operand too") {
  const Run result = run_tool(".", {"url", "redis://[2001:DB8::1]"});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("host      2001:db8::1\nport      6379\n"));
}

TEST_CASE("one line end behind the URL is no part of it, two are a mistake") {
  CHECK(url_of_input("redis://h\r\n").status == 0);
  CHECK(url_of_input("redis://h").status == 0);
  const Run result = url_of_input("redis://h\n\n");
  CHECK(result.status == 65);
  CHECK_THAT(result.errors, contains("holds white space at byte 10"));
}

TEST_CASE("a wrong URL exits 65 with the reason and the fix, and stays hidden") {
  const auto [input, reason] = GENERATE(
      table<std::string, std::string>({{"redis://:hid/den@h", "a / in a password must be written %2F"},
                                       {"redis://hidden@h", "ambiguous"},
                                       {"hidden", "no scheme"},
                                       {"", "is empty"},
                                       {std::string("redis://h\0hidden", 16), "control character"},
                                       {"redis://h/" + std::string(100000, '1'), "longer than 4096 bytes"}}));
  const Run result = url_of_input(input);
  CHECK(result.status == 65);
  CHECK(result.output.empty());
  CHECK_THAT(result.errors, contains("redisconf: the URL ") && contains(reason) && contains("\n  fix: ") &&
                                !contains("hid"));
}

TEST_CASE("a URL that the shell has split stays hidden") {
  const Run result = run_tool(".", {"url", "redis://:pass", "hidden@h"});
  CHECK(result.status == 64);
  CHECK_THAT(result.errors, contains("url takes one URL") && !contains("hidden"));
}

TEST_CASE("url asks a terminal nothing") {
  const Run result =
      run({{"script", "-qec", std::string(REDISCONF_TOOL) + " url", "/dev/null"}, ".", {}, {}});
  CHECK(result.status == 64);
  CHECK_THAT(result.output, contains("url takes the URL from standard input"));
}

TEST_CASE("standard input that can't be read exits 66") {
  const Run result = run({{"/bin/sh", "-c", R"(exec "$0" url < /)", REDISCONF_TOOL}, ".", {}, {}});
  CHECK(result.status == 66);
  CHECK_THAT(result.errors, contains("standard input can't be read"));
}
