// A publisher that a child of fork() inherits: thread and spool stay with the parent.
#include "client/support/trial_config.h"
#include "publisher/trial_channel.h"
#include "support/catch.h"
#include "support/in_child.h"

#include <redisconf/publisher/publisher.h>
#include <redisconf/testing/temporary_directory.h>

#include <optional>
#include <string>

using redisconf::Client;
using redisconf::Promise;
using redisconf::Publisher;
using redisconf::PublishError;
using redisconf::test::holds_in_child;
using redisconf::test::messages_in;
using redisconf::test::trial_channel;
using redisconf::test::trial_config;
using redisconf::testing::RedisServer;
using redisconf::testing::TemporaryDirectory;

TEST_CASE("a child ends the publisher it inherited at once, and refuses to use it") {
  const RedisServer server;
  const TemporaryDirectory folder;
  Client client = redisconf::connect(trial_config(server));
  std::optional<Publisher> publisher(std::in_place, client, trial_channel(folder.path() / "spool", 1 << 20));
  CHECK(publisher->publish("1") == Promise::in_redis);
  CHECK(holds_in_child([&] {
    bool refused = false;
    try {
      static_cast<void>(publisher->publish("of the child"));
    } catch (const PublishError& error) {
      refused = error.kind() == PublishError::Kind::usage;
    }
    publisher.reset();
    return refused;
  }));
  CHECK(publisher->publish("2") == Promise::in_redis);
  CHECK(messages_in(client) == std::vector<std::string>{"1", "2"});
}
