// The server must not outlive the process that started it, however that ends.
#include "support/catch.h"
#include "testing/child.h"

#include <redisconf/testing/temporary_directory.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

using redisconf::test::Child;
using redisconf::test::contains;
using redisconf::test::eventually;
using redisconf::testing::TemporaryDirectory;

namespace {

bool alive(pid_t process) { return ::kill(process, 0) == 0; }

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("server and folder vanish when the process is killed by SIGKILL", "[testing][redis]") {
  Child child({REDISCONF_ABANDONED_SERVER});
  pid_t server = 0;
  std::string directory;
  std::istringstream(child.read_line()) >> server >> directory;
  REQUIRE(alive(server));
  REQUIRE(std::filesystem::exists(directory));
  child.kill(SIGKILL);

  CHECK(eventually([&] { return !alive(server) && !std::filesystem::exists(directory); }));
}

TEST_CASE("redisconf-throwaway writes its files, says ready, and takes all away", "[testing][redis]") {
  const TemporaryDirectory scratch;
  const auto directory = scratch.path() / "throwaway";
  Child child({REDISCONF_THROWAWAY, "--directory", directory.string(), "--tls", "--password"});
  CHECK_THAT(child.read_line(), contains("ready on 127.0.0.1:"));
  const std::string environment = content_of(directory / "environment");
  const std::string password = content_of(directory / "password");
  REQUIRE(password.size() > 16);
  CHECK_THAT(environment, contains("export REDIS_HOST='127.0.0.1'") && contains("REDIS_TLS_CA_FILE") &&
                              contains("REDIS_PASSWORD_FILE"));
  CHECK_THAT(environment, !contains(password.substr(0, password.size() - 1)));
  CHECK_THAT(content_of(directory / "ca.pem"), contains("BEGIN CERTIFICATE"));
  child.kill(SIGTERM);

  CHECK(child.exit_status() == 0);
  CHECK_FALSE(std::filesystem::exists(directory));
}

TEST_CASE("redisconf-throwaway ends with its input when asked to", "[testing][redis]") {
  const TemporaryDirectory scratch;
  Child child({REDISCONF_THROWAWAY, "--directory", scratch.path().string(), "--until-eof"});
  CHECK_THAT(child.read_line(), contains("ready"));
  child.close_input();

  CHECK(child.exit_status() == 0);
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("redisconf-throwaway refuses a wrong command line with 64", "[testing]") {
  CHECK(Child({REDISCONF_THROWAWAY}).exit_status() == 64);
  CHECK(Child({REDISCONF_THROWAWAY, "--directory", "x", "--name", "a"}).exit_status() == 64);
  CHECK(Child({REDISCONF_THROWAWAY, "--bogus"}).exit_status() == 64);
  CHECK(Child({REDISCONF_THROWAWAY, "--help"}).exit_status() == 0);
  CHECK(Child({REDISCONF_THROWAWAY, "--version"}).exit_status() == 0);
}
