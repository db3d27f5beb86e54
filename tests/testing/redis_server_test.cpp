#include "support/catch.h"

#include <redisconf/testing/redis_server.h>
#include <redisconf/testing/temporary_directory.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using redisconf::test::contains;
using redisconf::testing::RedisServer;
using redisconf::testing::TemporaryDirectory;

namespace {

bool accepts_connections(int port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<in_port_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool done = connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(descriptor);
  return done;
}

}  // namespace

TEST_CASE("a server runs while the object lives, and leaves nothing behind", "[testing][redis]") {
  int port = 0;
  pid_t pid = 0;
  std::filesystem::path directory;
  {
    const RedisServer server;
    port = server.port();
    pid = server.pid();
    directory = server.directory();
    CHECK(accepts_connections(port));
    CHECK(std::filesystem::exists(directory));
  }
  CHECK_FALSE(accepts_connections(port));
  CHECK(::kill(pid, 0) != 0);
  CHECK_FALSE(std::filesystem::exists(directory));
}

TEST_CASE("a server is stopped, killed and started again on its port", "[testing][redis]") {
  RedisServer server;
  const int port = server.port();
  server.stop();
  CHECK(server.pid() == 0);
  CHECK_FALSE(accepts_connections(port));
  server.restart();
  CHECK(accepts_connections(port));
  server.kill();
  CHECK_FALSE(accepts_connections(port));
  server.restart();
  CHECK(server.port() == port);
  CHECK(accepts_connections(port));
}

TEST_CASE("a frozen server can be stopped too", "[testing][redis]") {
  RedisServer server;
  server.freeze();
  server.stop();

  CHECK(server.pid() == 0);
}

TEST_CASE("several servers run side by side", "[testing][redis]") {
  const RedisServer one;
  const RedisServer two({.tls = true});

  CHECK(one.port() != two.port());
  CHECK(one.directory() != two.directory());
}

TEST_CASE("a server that does not start says why, with its own words", "[testing][redis]") {
  CHECK_THROWS_WITH(RedisServer({.configuration = {"no-such-directive yes"}}), contains("no-such-directive"));
}

TEST_CASE("a temporary folder is private and vanishes with its content", "[testing]") {
  std::filesystem::path path;
  {
    const TemporaryDirectory directory;
    path = directory.path();
    const auto file = directory.write("secret", "content");
    using std::filesystem::perms;
    CHECK(std::filesystem::status(path).permissions() == perms::owner_all);
    CHECK(std::filesystem::status(file).permissions() == (perms::owner_read | perms::owner_write));
  }
  CHECK_FALSE(std::filesystem::exists(path));
}
