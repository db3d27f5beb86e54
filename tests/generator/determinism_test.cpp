#include <filesystem>

#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;

namespace {

namespace fs = std::filesystem;

std::string all_files(const TemporaryFolder& folder, const std::string& place) {
  std::string bytes;
  for (const char* const name :
       {"redis_config.h", "redis_config.cpp", "effective.yaml", "env.example", "redisconf.sha256"}) {
    bytes += folder.read(place + '/' + name);
  }
  return bytes;
}

}  // namespace

TEST_CASE("the same bytes from any folder, locale and time zone") {
  const TemporaryFolder folder;
  fs::copy(fs::path(TEST_SOURCE_DIR) / "golden/everything/schema", folder.path("schema"),
           fs::copy_options::recursive);
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  const std::string expected = all_files(folder, "services/everything/generated");

  const std::vector<std::string> german{"LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8", "TZ=Asia/Kolkata"};
  const std::vector<std::string> plain{"LC_ALL=C", "TZ=UTC", "COLUMNS=40", "NO_COLOR=1"};
  int number = 0;
  for (const auto& environment : {german, plain}) {
    for (const auto& [start, schema] : {std::pair<std::string, std::string>{".", "schema/redis.yaml"},
                                        {"schema", "redis.yaml"},
                                        {"schema/services", "../redis.yaml"},
                                        {".", folder.path("schema/redis.yaml")}}) {
      const std::string place = "out" + std::to_string(++number);
      const Run result = run_tool(
          folder.path(start),
          {"generate", "--schema", schema, "--service", "everything", "--output", folder.path(place)},
          environment);
      INFO(start << ' ' << schema << '\n' << result.errors);
      REQUIRE(result.status == 0);
      CHECK(all_files(folder, place) == expected);
    }
  }
}

TEST_CASE("generated files name no place of this machine") {
  const SchemaFolder schema;
  REQUIRE(run_tool("/", {"generate", "--schema", schema.folder().path("schema/redis.yaml")}).status == 0);
  const std::string bytes = all_files(schema.folder(), "services/demo/generated");
  CHECK(bytes.find(schema.folder().path()) == std::string::npos);
  CHECK(bytes.find("redisconf 0.") == std::string::npos);
}
