// 50 random passwords against servers that refuse them, or repeat them in their answers.
#include "client/support/peer.h"
#include "client/support/trial_config.h"
#include "config/canary/support.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/client/errors.h>
#include <redisconf/config/describe.h>
#include <redisconf/testing/inputs.h>

#include <exception>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::RedisError;
using redisconf::test::canary;
using redisconf::test::each_secret;
using redisconf::test::Peer;
using redisconf::test::PeerServer;
using redisconf::test::require_silence;
using redisconf::test::spellings;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

// What the call throws says nothing of any secret; it must throw.
template <class Call>
void require_silent_error(const Call& call) {
  bool thrown = false;
  try {
    static_cast<void>(call());
  } catch (const RedisError& error) {
    thrown = true;
    require_silence(error.what() + std::string("\n") + error.code() + "\n" + error.details().cause + "\n" +
                    error.details().fix + "\n" + error.details().endpoint);
  }
  CHECK(thrown);
}

TrialConfig config_with(redisconf::Inputs inputs, const std::string& password) {
  inputs.set("REDIS_PASSWORD", password);
  return TrialConfig(inputs);
}

}  // namespace

TEST_CASE("a real server refuses passwords, and no error shows one", "[client][faults][canary]") {
  const RedisServer guarded({.password = "the right one"});
  const RedisServer open;
  each_secret([&](const std::string& secret) {
    for (const RedisServer* const server : {&guarded, &open}) {
      const TrialConfig config = config_with(inputs_for(*server, "development"), secret);
      require_silent_error([&] { return Connection::open(config, Deadline::after(30s)); });
      require_silence(redisconf::describe(config) + redisconf::endpoint(config));
    }
  });
}

TEST_CASE("a real server forbids commands, and no error shows what they held", "[client][faults][canary]") {
  const RedisServer server({.users = {"app on >app-password ~app:* &* +@all -del", "default off"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", "app-password");
  Client client{TrialConfig(inputs)};
  each_secret([&](const std::string& secret) {
    require_silent_error([&] { return client.del(secret); });
    require_silent_error([&] { return client.get(secret); });
    require_silent_error([&] { return client.command({"AUTH", "app", secret}).as_string(); });
    require_silent_error([&] { return client.command({"NO-SUCH-COMMAND", secret}).as_string(); });
  });
}

TEST_CASE("a server repeats the password in its refusal, and no error shows it", "[client][faults][canary]") {
  each_secret([&](const std::string& secret) {
    for (const std::string& spelling : spellings(secret)) {
      for (const std::string before : {"ERR bad token ", "WRONGPASS not ", ""}) {
        const PeerServer server([&](Peer& peer) {
          peer.receive();
          peer.send("-" + before + spelling + "\r\n");
          peer.wait_for_end();
        });
        const TrialConfig config = config_with(trial_inputs("127.0.0.1", server.port()), secret);
        require_silent_error([&] { return Connection::open(config, Deadline::after(30s)); });
      }
    }
  });
}

TEST_CASE("a server that is no Redis repeats what it read, and no error shows it",
          "[client][faults][canary]") {
  each_secret([&](const std::string& secret) {
    for (const std::string before : {"-ERR ", "+", "HTTP/1.1 400 Bad Request: ", "$5\r\n", ":1"}) {
      const PeerServer server([&](Peer& peer) {
        const std::string read = peer.receive();
        peer.send(before + read + "\r\n");
        peer.wait_for_end();
      });
      const TrialConfig config = config_with(trial_inputs("127.0.0.1", server.port()), secret);
      require_silent_error([&] { return Connection::open(config, Deadline::after(30s)); });
    }
  });
}
