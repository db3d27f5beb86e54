#include "socket_options.h"

#include "support/catch.h"

#include <redisconf/config/settings.h>

using redisconf::socket_options;
using redisconf::TimeoutsSettings;
using namespace std::chrono_literals;

namespace {

TimeoutsSettings timeouts(std::chrono::milliseconds health, std::chrono::milliseconds connect,
                          std::chrono::milliseconds command) {
  TimeoutsSettings settings;
  settings.health = health;
  settings.connect = connect;
  settings.command = command;
  return settings;
}

}  // namespace

TEST_CASE("the kernel gives a silent peer up after a few health checks", "[socket-options]") {
  const auto options = socket_options(timeouts(2s, 1s, 500ms));
  CHECK(options.user_timeout == 4s);
  CHECK(options.keepalive_idle == 10s);
  CHECK(options.keepalive_interval == 2s);
}

TEST_CASE("but not before a command's own timeout", "[socket-options]") {
  CHECK(socket_options(timeouts(2s, 1s, 10min)).user_timeout == 10min);
  CHECK(socket_options(timeouts(2s, 30s, 1s)).user_timeout == 30s);
}

TEST_CASE("the kernel counts keepalive in whole seconds", "[socket-options]") {
  const auto least = socket_options(timeouts(1ms, 1ms, 1ms));
  CHECK(least.keepalive_idle == 1s);
  CHECK(least.keepalive_interval == 1s);
  CHECK(socket_options(timeouts(1500ms, 1s, 1s)).keepalive_interval == 2s);
  const auto most = socket_options(timeouts(1min, 1s, 1s));
  CHECK(most.keepalive_idle == 60s);
  CHECK(most.keepalive_interval == 10s);
}
