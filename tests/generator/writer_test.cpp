#include "output/writer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using redisconf::compiler::test::TemporaryFolder;

namespace fs = std::filesystem;

TEST_CASE("a new file is written, with its folders") {
  const TemporaryFolder folder;
  CHECK(write_if_changed(folder.path("a/b/c.txt"), "text").status == WriteStatus::written);
  CHECK(folder.read("a/b/c.txt") == "text");
}

TEST_CASE("a file that is right is not touched") {
  const TemporaryFolder folder;
  const std::string path = folder.write("c.txt", "text");
  struct stat before {};
  REQUIRE(::stat(path.c_str(), &before) == 0);
  CHECK(write_if_changed(path, "text").status == WriteStatus::unchanged);
  struct stat after {};
  REQUIRE(::stat(path.c_str(), &after) == 0);
  CHECK(before.st_ino == after.st_ino);
  CHECK(before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
}

TEST_CASE("a stamp is written also when it is the same") {
  const TemporaryFolder folder;
  const std::string path = folder.write("stamp", "");
  CHECK(write_always(path, "").status == WriteStatus::written);
}

TEST_CASE("another content replaces the file, longer or shorter") {
  const TemporaryFolder folder;
  const std::string path = folder.write("c.txt", "text");
  const auto content = GENERATE(as<std::string>{}, "tex", "texts", "");
  CHECK(write_if_changed(path, content).status == WriteStatus::written);
  CHECK(folder.read("c.txt") == content);
}

TEST_CASE("no other file is left beside the written one") {
  const TemporaryFolder folder;
  REQUIRE_FALSE(write_if_changed(folder.path("c.txt"), "text").failed());
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a symbolic link is refused and its target kept") {
  const TemporaryFolder folder;
  const std::string target = folder.write("target.txt", "kept");
  fs::create_symlink(target, folder.path("link.txt"));
  const WriteResult result = write_if_changed(folder.path("link.txt"), "new");
  CHECK(result.status == WriteStatus::cannot_create);
  CHECK(result.error == "is a symbolic link");
  CHECK(folder.read("target.txt") == "kept");
  CHECK(fs::is_symlink(folder.path("link.txt")));
}

TEST_CASE("a dangling link and a linked folder are refused") {
  const TemporaryFolder folder;
  fs::create_symlink(folder.path("nowhere"), folder.path("dangling"));
  CHECK(write_if_changed(folder.path("dangling"), "new").failed());
  CHECK_FALSE(folder.has("nowhere"));
  fs::create_directory(folder.path("real"));
  fs::create_directory_symlink(folder.path("real"), folder.path("linked"));
  CHECK(write_if_changed(folder.path("linked/c.txt"), "new").failed());
  CHECK_FALSE(folder.has("real/c.txt"));
}

TEST_CASE("a folder or a pipe in the place of the file is refused") {
  const TemporaryFolder folder;
  fs::create_directory(folder.path("c.txt"));
  CHECK(write_if_changed(folder.path("c.txt"), "new").status == WriteStatus::cannot_create);
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  CHECK(write_if_changed(folder.path("pipe"), "new").status == WriteStatus::cannot_create);
}

TEST_CASE("a file in the place of a folder is an error, not a crash") {
  const TemporaryFolder folder;
  folder.write("a", "text");
  CHECK(write_if_changed(folder.path("a/b.txt"), "new").status == WriteStatus::cannot_create);
}
