// What a subscriber lives through, and what it tells of it.
#include "client/support/outage.h"
#include "client/support/peer.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/subscriber.h>
#include <redisconf/testing/inputs.h>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

using redisconf::Client;
using redisconf::ClientListener;
using redisconf::ConnectionEvent;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::GapEvent;
using redisconf::Inputs;
using redisconf::RedisError;
using redisconf::Subscriber;
using redisconf::test::contains;
using redisconf::test::descriptors_come_down_to;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::open_descriptors;
using redisconf::test::Peer;
using redisconf::test::PeerServer;
using redisconf::test::set_short_retries;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

// Hears on the thread that is in next().
class Ears final : public ClientListener {
 public:
  void disconnected(const ConnectionEvent& event) override { causes.push_back(event.cause); }
  void subscription_gap(const GapEvent& event) override { gaps.push_back(event.away); }

  std::vector<std::string> causes;
  std::vector<std::chrono::milliseconds> gaps;
};

Inputs quick(Inputs inputs) {
  inputs.set("REDIS_TIMEOUTS_CONNECT", "400ms");
  inputs.set("REDIS_TIMEOUTS_HEALTH", "400ms");
  set_short_retries(inputs);
  return inputs;
}

// A subscriber to "news" and "log.*", and what it hears.
struct Scene {
  explicit Scene(const RedisServer& server)
      : config(quick(inputs_for(server, "development"))), client(config), subscriber(client.subscriber()) {
    subscriber.add_listener(ears);
    subscriber.subscribe({"news"});
    subscriber.psubscribe({"log.*"});
    client.publish("news", "before");
    CHECK(message() == "before");
    descriptors = open_descriptors();
  }

  // The payload of the next message; "gap" for a gap.
  std::string message() {
    const auto event = subscriber.next(Deadline::after(30s));
    REQUIRE(event);
    const auto* const gap = std::get_if<Subscriber::Gap>(&*event);
    if (gap == nullptr) return std::get<Subscriber::Message>(*event).payload;
    REQUIRE(ears->gaps.size() == 1);
    CHECK(ears->gaps.front() == gap->away);
    return "gap";
  }

  // Subscribed to all again, with the gap told at its place, and nothing left behind.
  void check_recovered() {
    CHECK(message() == "gap");
    CHECK(client.publish("news", "after") == 1);
    CHECK(client.publish("log.web", "too") == 1);
    CHECK(message() == "after");
    CHECK(message() == "too");
    CHECK(ears->causes.size() == 1);
    CHECK(descriptors_come_down_to(descriptors));
    CHECK(ears->gaps.size() == 1);
  }

  TrialConfig config;
  Client client;
  Subscriber subscriber;
  std::shared_ptr<Ears> ears = std::make_shared<Ears>();
  std::size_t descriptors = 0;
};

// Subscribing to a server that answers with these bytes.
RedisError error_of_answer(const std::string& answer) {
  const PeerServer server([&](Peer& peer) {
    peer.greet();
    if (peer.receive().empty()) return;
    peer.send(answer);
    peer.wait_for_end();
  });
  Subscriber subscriber{TrialConfig(quick(trial_inputs("127.0.0.1", server.port())))};
  const std::array<std::string_view, 1> channels{"news"};
  return expect_error(2s, [&] {
    subscriber.subscribe(channels, Deadline::after(2s));
    return true;
  });
}

}  // namespace

TEST_CASE("fault 54: a slow subscriber is cut by the buffer limit", "[client][faults]") {
  const RedisServer server(
      {.password = kSecret, .configuration = {"client-output-buffer-limit pubsub 64kb 0 0"}});
  Scene scene(server);
  const std::string large(1'000'000, 'x');
  int sent = 0;
  while (scene.client.publish("news", large) == 1) REQUIRE(++sent < 100);  // kernels hold some MB too
  int came = 0;
  std::string message = scene.message();
  for (; message == large; message = scene.message()) ++came;
  CHECK(message == "gap");
  CHECK(came <= sent);
  CHECK(scene.client.publish("news", "after") == 1);
  CHECK(scene.message() == "after");
  CHECK(scene.ears->gaps.size() == 1);
  CHECK(descriptors_come_down_to(scene.descriptors));
}

TEST_CASE("fault 12: the server of a subscriber is killed and comes back", "[client][faults]") {
  RedisServer server({.password = kSecret});
  Scene scene(server);
  server.kill();
  const auto error = expect_error(200ms, [&] { return scene.subscriber.next(Deadline::after(200ms)); });
  CHECK(error.category() == ErrorCategory::connect);
  server.restart();
  CHECK(redisconf::test::recovers(scene.client));
  scene.check_recovered();
}

TEST_CASE("fault 47: CLIENT KILL TYPE pubsub", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  Scene scene(server);
  scene.client.publish("news", "last");
  CHECK(scene.client.command({"CLIENT", "KILL", "TYPE", "pubsub"}).as_integer() == 1);
  CHECK(scene.message() == "last");
  scene.check_recovered();
}

TEST_CASE("fault 11: a subscriber notices that its server is frozen", "[client][faults]") {
  RedisServer server({.password = kSecret});
  Scene scene(server);
  server.freeze();
  const auto error = expect_error(1500ms, [&] { return scene.subscriber.next(Deadline::after(1500ms)); });
  CHECK(error.category() == ErrorCategory::timeout);
  REQUIRE(scene.ears->causes.size() == 1);
  CHECK_THAT(scene.ears->causes.front(), contains("no sign of life") && contains("timeouts.health"));
  server.resume();
  CHECK(redisconf::test::recovers(scene.client));
  scene.check_recovered();
}

TEST_CASE("fault 36: a subscriber's rights end, which is told at once", "[client][faults]") {
  const RedisServer server(
      {.users = {std::string("app on >") + kSecret + " ~* &* +@all", "default on nopass ~* &* +@all"}});
  auto inputs = quick(inputs_for(server, "development"));
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", kSecret);
  Client admin{TrialConfig(inputs_for(server, "development"))};
  Subscriber subscriber{TrialConfig(inputs)};
  subscriber.subscribe({"news"});
  static_cast<void>(admin.command({"ACL", "SETUSER", "app", "resetchannels", "&other"}));
  const auto error = expect_error(30s, [&] { return subscriber.next(Deadline::after(30s)); });
  CHECK(error.category() == ErrorCategory::auth);
  CHECK(error.code() == "NOPERM");
}

TEST_CASE("fault 55: garbage in place of a confirmation", "[client][faults]") {
  CHECK(error_of_answer("HTTP/1.1 400 Bad Request\r\n\r\n").category() == ErrorCategory::protocol);
}

TEST_CASE("fault 55: garbage, and then silence until the deadline", "[client][faults]") {
  std::atomic<bool> first{true};
  const PeerServer server([&](Peer& peer) {
    peer.greet();
    if (peer.receive().empty()) return;
    if (first.exchange(false)) peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.wait_for_end();
  });
  auto inputs = quick(trial_inputs("127.0.0.1", server.port()));
  inputs.set("REDIS_TIMEOUTS_HEALTH", "30s");
  Subscriber subscriber{TrialConfig(inputs)};
  const std::array<std::string_view, 1> channels{"news"};
  const auto error = expect_error(1s, [&] {
    subscriber.subscribe(channels, Deadline::after(1s));
    return true;
  });
  CHECK(error.category() == ErrorCategory::protocol);
}

TEST_CASE("fault 56: a push of a length that no server sends", "[client][faults]") {
  CHECK(error_of_answer("*2147483647\r\n").category() == ErrorCategory::protocol);
  CHECK(error_of_answer("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$99999999999\r\n").category() ==
        ErrorCategory::protocol);
}

TEST_CASE("fault 58: a confirmation of another channel", "[client][faults]") {
  const auto error = error_of_answer("*3\r\n$9\r\nsubscribe\r\n$5\r\nother\r\n:1\r\n");
  CHECK(error.category() == ErrorCategory::protocol);
  CHECK_THAT(error.what(), contains("an answer to another command"));
}

TEST_CASE("fault 59: a message that nobody subscribed to", "[client][faults]") {
  const auto error = error_of_answer(
      "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n*3\r\n$7\r\nmessage\r\n$5\r\nother\r\n$1\r\nx\r\n");
  CHECK(error.category() == ErrorCategory::protocol);
  CHECK_THAT(error.what(), contains("nobody subscribed"));
}
