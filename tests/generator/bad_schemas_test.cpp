// Each file of bad_schemas/ is a schema with a fault; beside it stands the exact report.
// shared/ holds files for schema/redis.yaml, service/ for schema/services/demo.yaml.
#include <algorithm>
#include <filesystem>
#include <vector>

#include "support.h"
#include "support/catch.h"

namespace {

using namespace redisconf::compiler::test;
namespace fs = std::filesystem;

std::vector<fs::path> schemas_in(const std::string& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(TEST_SOURCE_DIR) / "bad_schemas" / folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

void check_report(const fs::path& path, SchemaFolder& schema) {
  const std::string report = schema.report();
  INFO(path.string());
  CHECK_FALSE(report.empty());
  CHECK(report.find("hunter2") == std::string::npos);
  CHECK(report == stored_text(fs::path(path).replace_extension(".txt").string(), report));
}

}  // namespace

TEST_CASE("a bad shared schema gives its exact report") {
  const auto paths = schemas_in("shared");
  REQUIRE(paths.size() >= 80);
  for (const fs::path& path : paths) {
    SchemaFolder schema(read_file(path.string()));
    check_report(path, schema);
  }
}

TEST_CASE("a bad service schema gives its exact report") {
  const auto paths = schemas_in("service");
  REQUIRE(paths.size() >= 35);
  for (const fs::path& path : paths) {
    SchemaFolder schema(kSharedSchema, read_file(path.string()));
    check_report(path, schema);
  }
}
