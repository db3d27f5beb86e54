// Each file of bad_schemas/ is a schema with a fault; beside it stands the exact report.
// shared/ holds files for schema/redis.yaml, service/ for schema/services/demo.yaml.
// README.md there is the table of all, in the order of the checks.
#include <algorithm>
#include <array>
#include <filesystem>
#include <tuple>
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

// Kinds of faults, in the order in which the compiler looks for them.
constexpr std::array<std::string_view, 26> kOrder{"yaml",
                                                  "duplicate-key",
                                                  "schema",
                                                  "unknown-key",
                                                  "value",
                                                  "literal-secret",
                                                  "host-is-named",
                                                  "host-or-socket",
                                                  "socket-is-a-path",
                                                  "socket-without-tls",
                                                  "loopback-is-allowed",
                                                  "user-needs-password",
                                                  "strict-needs-password",
                                                  "strict-needs-tls",
                                                  "strict-verifies",
                                                  "tls-settings-need-tls",
                                                  "pin-has-form",
                                                  "certificate-needs-key",
                                                  "health-outlasts-connect",
                                                  "startup-outlasts-connect",
                                                  "backoff-is-ordered",
                                                  "recovery-is-ordered",
                                                  "cluster-has-one-database",
                                                  "emf-namespace-has-form",
                                                  "debug-anywhere-needs-token",
                                                  "diverges"};

struct Case {
  std::size_t order = 0;
  std::string name;
  std::string id;
  std::string message;
};

std::string cell(std::string text) {
  for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, 1, '\\');
  return text;
}

// The first fault of a schema stands for it.
Case case_of(const std::string& folder, const fs::path& path) {
  const std::string text = read_file(path.string());
  SchemaFolder schema = folder == "shared" ? SchemaFolder(text) : SchemaFolder(kSharedSchema, text);
  const auto faults = schema.load().diagnostics.sorted();
  REQUIRE_FALSE(faults.empty());
  const auto known = std::find(kOrder.begin(), kOrder.end(), faults.front()->id);
  const std::string name = folder + '/' + path.stem().string();
  return {static_cast<std::size_t>(known - kOrder.begin()), name, faults.front()->id,
          faults.front()->message};
}

}  // namespace

TEST_CASE("the table of bad schemas") {
  std::vector<Case> cases;
  for (const std::string folder : {"shared", "service"}) {
    for (const fs::path& path : schemas_in(folder)) cases.push_back(case_of(folder, path));
  }
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) {
    return std::tie(a.order, a.id, a.name) < std::tie(b.order, b.id, b.name);
  });
  std::string table =
      "# Bad schemas, in the order of the checks\n\n"
      "Each `.yaml` here is wrong; the `.txt` beside it is the whole report. This table is kept by\n"
      "`REDISCONF_UPDATE_GOLDENS=1` and `bad_schemas_test.cpp`.\n\n"
      "| Check | Schema | First message |\n|---|---|---|\n";
  for (const Case& each : cases) {
    table += "| " + each.id + " | " + each.name + " | " + cell(each.message) + " |\n";
  }
  CHECK(table == stored_text(std::string(TEST_SOURCE_DIR) + "/bad_schemas/README.md", table));
}

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
