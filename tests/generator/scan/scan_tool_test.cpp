// `redisconf scan` as a user runs it.
#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

const std::string kFixtures = std::string(SCAN_TEST_DIR) + "/fixtures";

}  // namespace

TEST_CASE("scan prints a report and exits 0") {
  const Run result = run_tool(".", {"scan", kFixtures + "/python"});
  CHECK(result.status == 0);
  CHECK(result.errors.empty());
  CHECK_THAT(result.output, contains("CONTRADICTIONS"));
  CHECK_THAT(result.output, contains("cache.py:18:16  redis.Redis(...)"));
  CHECK(result.output.find('\x1b') == std::string::npos);
}

TEST_CASE("scan gives the same bytes from anywhere") {
  const auto format = GENERATE(as<std::string>{}, "--json", "--markdown");
  const Run here = run_tool(kFixtures, {"scan", ".", format});
  const Run there = run_tool("/", {"scan", format, kFixtures}, {"LC_ALL=de_DE.UTF-8", "TZ=Asia/Tokyo"});
  CHECK(here.status == 0);
  CHECK(here.output == there.output);
  CHECK(here.output.find("s3cr3t") == std::string::npos);
}

TEST_CASE("scan of nothing exits 0") {
  const TemporaryFolder folder;
  const Run result = run_tool(".", {"scan", folder.path()});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("Nothing found."));
}

TEST_CASE("scan fails on what it is told to") {
  const TemporaryFolder folder;
  folder.write(".env", "REDIS_PORT=1\n");
  const auto status = [&folder](const std::string& reason) {
    return run_tool(".", {"scan", "--fail-on", reason, folder.path()}).status;
  };
  CHECK(status("any") == 1);
  CHECK(status("secrets") == 0);
  CHECK(status("contradictions") == 0);
  folder.write("a.env", "REDIS_PORT=2\n");
  CHECK(status("contradictions") == 1);
  folder.write("b.env", "REDIS_PASSWORD=x\n");
  CHECK(status("secrets") == 1);
  CHECK(run_tool(".", {"scan", folder.path()}).status == 0);
}

TEST_CASE("scan leaves out what it is told to") {
  const Run result =
      run_tool(kFixtures, {"scan", ".", "--exclude", "*.py", "--exclude=/deploy", "--exclude", "jvm/**"});
  CHECK(result.status == 0);
  CHECK(result.output.find(".py:") == std::string::npos);
  CHECK(result.output.find("deploy/") == std::string::npos);
  CHECK(result.output.find("jvm/") == std::string::npos);
  CHECK_THAT(result.output, contains("go/cache.go"));
}

TEST_CASE("wrong usage of scan exits 64") {
  const auto [arguments, message] = GENERATE(table<std::vector<std::string>, std::string>(
      {{{"scan"}, "usage: redisconf scan DIR"},
       {{"scan", "a", "b"}, "unexpected 'b': usage: redisconf scan DIR"},
       {{"scan", ".", "--json", "--markdown"}, "exclude each other"},
       {{"scan", ".", "--fail-on", "all"}, "--fail-on takes"},
       {{"scan", ".", "--jsn"}, "unknown option '--jsn'"},
       {{"scan", ".", "--exclude"}, "--exclude"}}));
  const Run result = run_tool(".", arguments);
  INFO(message);
  CHECK(result.status == 64);
  CHECK(result.output.empty());
  CHECK_THAT(result.errors, contains(message));
}

TEST_CASE("a folder that can't be read exits 66") {
  const TemporaryFolder folder;
  const std::string file = folder.write("file", "redis");
  for (const std::string& path : {folder.path("missing"), file}) {
    const Run result = run_tool(".", {"scan", path});
    CHECK(result.status == 66);
    CHECK(result.output.empty());
    CHECK_THAT(result.errors, contains(path));
  }
}

TEST_CASE("scan has help") {
  const Run option = run_tool(".", {"scan", "--help"});
  CHECK(option.status == 0);
  CHECK_THAT(option.output, contains("Usage: redisconf scan"));
  CHECK_THAT(option.output, contains(".gitignore"));
  CHECK(run_tool(".", {"help", "scan"}).output == option.output);
  CHECK_THAT(run_tool(".", {"--help"}).output, contains("  scan "));
}

TEST_CASE("a tree of 5,000 files") {
  const TemporaryFolder folder;
  const std::string source = read_file(kFixtures + "/python/cache.py");
  for (int number = 0; number < 5000; ++number) {
    const std::string path = "d" + std::to_string(number % 50) + "/f" + std::to_string(number) + ".py";
    folder.write(path, number % 10 == 0 ? source : "print('nothing to see')\n");
  }
  const Run result = run_tool(".", {"scan", "--json", folder.path()});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("\"files\": 5000"));
}
