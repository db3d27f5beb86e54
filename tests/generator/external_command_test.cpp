#include <filesystem>

#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

namespace fs = std::filesystem;

std::string write_program(const TemporaryFolder& folder, const std::string& name, const std::string& body) {
  const std::string path = folder.write(name, "#!/bin/sh\n" + body + "\n");
  fs::permissions(path, fs::perms::owner_all);
  return path;
}

std::string path_variable(const TemporaryFolder& folder) {
  return "PATH=" + folder.path() + ":/usr/bin:/bin";
}

}  // namespace

TEST_CASE("an unknown command is a program in PATH") {
  const TemporaryFolder folder;
  write_program(folder, "redisconf-greet", "echo \"hello $*\"; exit 3");
  const Run result = run_tool(".", {"greet", "--loud", "two words"}, {path_variable(folder)});
  CHECK(result.status == 3);
  CHECK(result.output == "hello --loud two words\n");
}

TEST_CASE("help of such a command is its own") {
  const TemporaryFolder folder;
  write_program(folder, "redisconf-greet", "echo \"args $*\"");
  CHECK(run_tool(".", {"help", "greet"}, {path_variable(folder)}).output == "args --help\n");
}

TEST_CASE("the tool's own folder comes before PATH") {
  const TemporaryFolder tools;
  const TemporaryFolder others;
  fs::copy_file(REDISCONF_TOOL, tools.path("redisconf"));
  write_program(tools, "redisconf-greet", "echo own");
  write_program(others, "redisconf-greet", "echo other");
  CHECK(run({{tools.path("redisconf"), "greet"}, ".", {path_variable(others)}, {}}).output == "own\n");
}

TEST_CASE("what is no program, or lies in the current folder, is no command") {
  const TemporaryFolder folder;
  folder.write("redisconf-greet", "not executable");
  CHECK(run_tool(".", {"greet"}, {path_variable(folder)}).status == 64);
  const TemporaryFolder current;
  write_program(current, "redisconf-greet", "echo stranger");
  CHECK(run_tool(current.path(), {"greet"}, {"PATH=:/usr/bin"}).status == 64);
}

TEST_CASE("a program that belongs to the tool and is not there is named") {
  const TemporaryFolder folder;
  fs::copy_file(REDISCONF_TOOL, folder.path("redisconf"));
  const Run result = run({{folder.path("redisconf"), "doctor"}, ".", {path_variable(folder)}, {}});
  CHECK(result.status == 64);
  CHECK_THAT(result.errors, contains("redisconf-doctor is not installed"));
  CHECK_THAT(run_tool(".", {"--help"}).output, contains("\n  doctor "));
}
