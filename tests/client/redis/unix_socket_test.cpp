#include "client/support/expect_error.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/testing/redis_server.h>
#include <redisconf/testing/temporary_directory.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <string>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Inputs;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::TrialConfig;
using redisconf::testing::RedisServer;
using redisconf::testing::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

Inputs inputs_for_socket(const std::string& path) {
  Inputs inputs = Inputs::from({{"ENVIRONMENT", "development"}});
  inputs.set("REDIS_SOCKET", path);
  inputs.set("REDIS_PASSWORD", kSecret);
  return inputs;
}

}  // namespace

TEST_CASE("a Unix socket takes the place of host and port", "[client][redis]") {
  const TemporaryDirectory directory("redisconf-socket");
  const std::string path = (directory.path() / "redis.sock").string();
  RedisServer server({.password = kSecret, .configuration = {"unixsocket " + path}});
  Client client{TrialConfig(inputs_for_socket(path))};
  client.set("key", "value");
  CHECK(client.get("key") == "value");

  Inputs inputs = Inputs::from({{"ENVIRONMENT", "development"}});
  inputs.set("REDIS_URL", "unix://:" + std::string(kSecret) + "@" + path + "?db=1");
  Client by_url{TrialConfig(inputs)};
  CHECK(by_url.get("key") == std::nullopt);  // of another database
}

TEST_CASE("a socket that is not there is told by its setting", "[client][redis]") {
  const TemporaryDirectory directory("redisconf-socket");
  const TrialConfig config(inputs_for_socket((directory.path() / "redis.sock").string()));
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });
  CHECK(error.category() == ErrorCategory::connect);
  CHECK(error.stage() == Stage::connect);
  CHECK_THAT(error.what(), contains("no such file") && contains("connection.socket (REDIS_SOCKET)") &&
                               contains("unix://:***@"));
}

TEST_CASE("a socket whose queue stays full ends by the timeout of connecting", "[client][redis]") {
  const TemporaryDirectory directory("redisconf-socket");
  const std::string path = (directory.path() / "redis.sock").string();
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  REQUIRE(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(listen(listener, 0) == 0);
  const int first = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(connect(first, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);

  auto inputs = inputs_for_socket(path);
  inputs.set("REDIS_TIMEOUTS_CONNECT", "100ms");
  const TrialConfig config(inputs);
  const auto error = expect_error(100ms, [&] { return Connection::open(config, Deadline::after(30s)); });
  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::connect);
  CHECK_THAT(error.what(), contains("queue of connections") && contains("timeouts.connect"));
  close(first);
  close(listener);
}
