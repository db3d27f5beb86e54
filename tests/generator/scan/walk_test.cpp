// Which files a scan reads.
#include <filesystem>

#include "scan/glob.h"
#include "scan/language.h"
#include "scan/report.h"
#include "scan/scan.h"
#include "scan/walker.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler::scan;
using redisconf::compiler::test::TemporaryFolder;

namespace {

constexpr std::string_view kFound = "REDIS_PORT=6380\n";

std::vector<std::string> files_with_findings(const TemporaryFolder& folder,
                                             const std::vector<std::string>& excluded = {}) {
  std::vector<std::string> files;
  for (const Site& site : scan_tree(folder.path(), excluded).inventory.sites) files.push_back(site.file);
  return files;
}

}  // namespace

TEST_CASE("folders that hold nobody's own source are left out") {
  const TemporaryFolder folder;
  for (const auto* const name :
       {".git", "node_modules", "vendor", "build", "dist", "target", "venv", "__pycache__"}) {
    folder.write(std::string("deep/") + name + "/.env", kFound);
  }
  folder.write("builder/.env", kFound);
  CHECK(files_with_findings(folder) == std::vector<std::string>{"builder/.env"});
}

TEST_CASE("files are read in the order of their paths") {
  const TemporaryFolder folder;
  for (const auto* const name : {"b/.env", "a/z/.env", "a.env", "B/.env", ".env"}) folder.write(name, kFound);
  CHECK(files_with_findings(folder) ==
        std::vector<std::string>{".env", "B/.env", "a.env", "a/z/.env", "b/.env"});
}

TEST_CASE("symbolic links are not followed") {
  namespace fs = std::filesystem;
  const TemporaryFolder outside;
  outside.write(".env", kFound);
  const TemporaryFolder folder;
  fs::create_symlink(outside.path(".env"), folder.path("linked.env"));
  fs::create_directory_symlink(outside.path(), folder.path("linked"));
  fs::create_directory_symlink(".", folder.path("loop"));
  CHECK(files_with_findings(folder).empty());
}

TEST_CASE("what is not read is counted") {
  const TemporaryFolder folder;
  folder.write("large.env", std::string(kMaxFileBytes + 1, 'x'));
  folder.write("fits.env", std::string(kFound) + std::string(kMaxFileBytes - kFound.size(), '\n'));
  folder.write("binary.env", std::string(kFound) + '\0');
  folder.write("packed.js", "new Redis(1);" + std::string(20000, ';'));
  folder.write("picture.png", kFound);
  const Inventory inventory = scan_tree(folder.path(), {}).inventory;
  CHECK(inventory.files == 1);
  CHECK(inventory.sites.size() == 1);
  CHECK(skipped_files(inventory.skipped) == "1 over 1 MiB, 1 binary, 1 minified");
}

TEST_CASE("excluded by name or by path") {
  const TemporaryFolder folder;
  for (const auto* const name : {"a/.env", "b/.env", "b/c/x.env", "b/c/y.env"}) folder.write(name, kFound);
  using Files = std::vector<std::string>;
  CHECK(files_with_findings(folder, {".env"}) == Files{"b/c/x.env", "b/c/y.env"});
  CHECK(files_with_findings(folder, {"b"}) == Files{"a/.env"});
  CHECK(files_with_findings(folder, {"b/c/"}) == Files{"a/.env", "b/.env"});
  CHECK(files_with_findings(folder, {"**/y.*", "/a/*"}) == Files{"b/.env", "b/c/x.env"});
}

TEST_CASE("patterns of names") {
  const auto [pattern, path, expected] =
      GENERATE(table<std::string, std::string, bool>({{"*.py", "a/b.py", true},
                                                      {"a/*.py", "a/b.py", true},
                                                      {"a/*.py", "a/b/c.py", false},
                                                      {"a/**/c.py", "a/c.py", true},
                                                      {"a/**/c.py", "a/b/b/c.py", true},
                                                      {"a/**", "a/b/c", true},
                                                      {"?.py", "b.py", true},
                                                      {"?.py", ".py", false},
                                                      {"a?b", "a/b", false},
                                                      {"**/t/*_x/*.c", "q/t/t/a_x/m.c", true},
                                                      {"", "a", false}}));
  INFO(pattern << ' ' << path);
  CHECK(matches_glob(pattern, path) == expected);
}

TEST_CASE("a folder that can't be read is an error") {
  const TemporaryFolder folder;
  CHECK_FALSE(scan_tree(folder.path("missing"), {}).error.empty());
  CHECK_FALSE(scan_tree(folder.write("file.env", kFound), {}).error.empty());
  CHECK(scan_tree(folder.path(), {}).error.empty());
}

TEST_CASE("languages by file name") {
  CHECK(language_of("a/.env.production") == Language::dotenv);
  CHECK(language_of("Dockerfile.web") == Language::dockerfile);
  CHECK(language_of("x/a.tsx") == Language::javascript);
  CHECK(language_of("a.min.js") == Language::none);
  CHECK(language_of("redis.conf") == Language::none);
  CHECK(language_of("README.md") == Language::none);
}
