#include "client/support/expect_error.h"
#include "client/support/peer.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <atomic>
#include <latch>
#include <thread>
#include <utility>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::Peer;
using redisconf::test::PeerServer;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using namespace std::chrono_literals;

namespace {

Client client_of(const PeerServer& server, const char* timeout) {
  auto inputs = trial_inputs("127.0.0.1", server.port());
  inputs.set("REDIS_TIMEOUTS_COMMAND", timeout);
  return Client(TrialConfig(inputs));
}

// Greets, then answers the first command with these bytes.
auto answering(std::string bytes) {
  return [bytes = std::move(bytes)](Peer& peer) {
    peer.greet();
    peer.receive();
    peer.send(bytes);
  };
}

// A server that breaks the protocol so: its connection is closed, and the next one works.
void check_refused(const std::string& bytes) {
  const PeerServer server([&bytes, first = true](Peer& peer) mutable {
    peer.greet();
    peer.receive();
    peer.send(std::exchange(first, false) ? bytes : "$5\r\nvalue\r\n");
    peer.wait_for_end();
  });
  Client client = client_of(server, "30s");
  const auto error = expect_error(30s, [&] { return client.command({"INCR", "key"}); });
  CHECK(error.category() == ErrorCategory::protocol);
  CHECK_FALSE(error.retry_safe());
  CHECK(client.pool_stats().open == 0);
  CHECK(client.get("key") == "value");
}

}  // namespace

TEST_CASE("fault 6: half a reply, then silence: the connection is discarded", "[client][faults]") {
  const PeerServer server([](Peer& peer) {
    peer.greet();
    peer.receive();
    peer.send("$5\r\nhel");
    peer.wait_for_end();
  });
  Client client = client_of(server, "200ms");
  const auto error = expect_error(200ms, [&] { return client.get("key"); });

  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::command);
  CHECK_FALSE(error.retry_safe());
  CHECK(client.pool_stats().open == 0);
}

TEST_CASE("fault 7: the end inside a bulk string is an error, not a short value", "[client][faults]") {
  const PeerServer server(answering("$5\r\nhel"));
  Client client = client_of(server, "30s");
  const auto error = expect_error(30s, [&] { return client.get("key"); });

  CHECK(error.category() == ErrorCategory::closed);
  CHECK_FALSE(error.retry_safe());
  CHECK(client.pool_stats().open == 0);
}

TEST_CASE("fault 8: a drip of bytes can't stretch the deadline of a command", "[client][faults]") {
  const PeerServer server([](Peer& peer) {
    peer.greet();
    peer.receive();
    for (int i = 0; i < 20; ++i) {
      peer.send("+");  // never a whole reply
      std::this_thread::sleep_for(20ms);
    }
  });
  Client client = client_of(server, "100ms");
  const auto error = expect_error(100ms, [&] { return client.get("key"); });

  CHECK(error.category() == ErrorCategory::timeout);
}

TEST_CASE("fault 8: a flood of bytes can't stretch it either", "[client][faults]") {
  std::atomic<bool> stop{false};
  const PeerServer server([&stop](Peer& peer) {
    peer.greet();
    peer.receive();
    peer.send("$500000000\r\n");
    while (!stop) peer.send(std::string(4096, '+'));
  });
  Client client = client_of(server, "100ms");
  const auto error = expect_error(100ms, [&] { return client.get("key"); });
  stop = true;

  CHECK(error.category() == ErrorCategory::timeout);
}

TEST_CASE("fault 55: bytes that are no reply close the connection", "[client][faults]") {
  check_refused("HTTP/1.1 400 Bad Request\r\n\r\n");
}

TEST_CASE("fault 56: the length of a huge array or string is refused before memory is taken",
          "[client][faults]") {
  check_refused("*2147483647\r\n");
  check_refused("$2147483647\r\n");
  check_refused("*2\r\n*16777217\r\n");
  check_refused("$-2\r\n");
}

TEST_CASE("fault 57: deep nesting is refused", "[client][faults]") {
  std::string nested;
  for (int i = 0; i < 100'000; ++i) nested += "*1\r\n";
  check_refused(nested);
}

TEST_CASE("fault 58: a reply of the wrong type is an error, and its connection is closed",
          "[client][faults]") {
  const PeerServer server([first = true](Peer& peer) mutable {
    peer.greet();
    peer.receive();
    peer.send(std::exchange(first, false) ? ":7\r\n" : "$5\r\nvalue\r\n");
    peer.wait_for_end();
  });
  Client client = client_of(server, "30s");
  const auto error = expect_error(30s, [&] { return client.get("key"); });
  CHECK(error.category() == ErrorCategory::protocol);
  CHECK_THAT(error.what(), contains("the reply is an integer, not a string"));
  CHECK(client.pool_stats().open == 0);
  CHECK(client.get("key") == "value");
}

TEST_CASE("fault 60: a string without its line end is refused", "[client][faults]") {
  check_refused("$5\r\nhelloXX$5\r\nworld\r\n");
  check_refused("$5\r\nhello\n\r");
}

TEST_CASE("fault 11: a ping without an answer ends the connection, though it was dialled for it",
          "[client][faults]") {
  const PeerServer server([first = true](Peer& peer) mutable {
    peer.greet();
    peer.receive();
    if (!std::exchange(first, false)) peer.send("+PONG\r\n");
    peer.wait_for_end();
  });
  auto inputs = trial_inputs("127.0.0.1", server.port());
  inputs.set("REDIS_TIMEOUTS_CONNECT", "300ms");
  inputs.set("REDIS_TIMEOUTS_HEALTH", "300ms");
  Client client{TrialConfig(inputs)};

  CHECK_FALSE(client.ping().connected);
  CHECK(client.pool_stats().open == 0);
  CHECK(client.ping().connected);
}

TEST_CASE("fault 59: a reply that nobody asked for never reaches a caller", "[client][faults]") {
  const PeerServer server([](Peer& peer) {
    peer.greet();
    peer.receive();
    peer.send("$3\r\none\r\n$5\r\nstray\r\n");
    peer.receive();
  });
  Client client = client_of(server, "30s");
  CHECK(client.get("key") == "one");
  CHECK(client.get("key") == "one");  // on a connection of its own
}

TEST_CASE("fault 59: nor does one that comes in pieces", "[client][faults]") {
  const PeerServer server([](Peer& peer) {
    peer.greet();
    peer.receive();
    peer.send("$3\r\none\r\n$5\r\nst");
    if (!peer.receive().empty()) peer.send("ray\r\n");
  });
  Client client = client_of(server, "30s");
  CHECK(client.get("key") == "one");
  CHECK(client.get("key") == "one");
}

TEST_CASE("fault 59: nor does one that comes while nobody asks", "[client][faults]") {
  std::latch answered(1);
  std::latch strayed(1);
  const PeerServer server([&, first = true](Peer& peer) mutable {
    peer.greet();
    peer.receive();
    peer.send("$3\r\none\r\n");
    if (std::exchange(first, false)) {
      const int on = 1;  // else the stray waits for the first reply to be acknowledged (RFC 896)
      setsockopt(peer.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      answered.wait();
      peer.send("$5\r\nstray\r\n");
      strayed.count_down();
    }
    peer.receive();
  });
  Client client = client_of(server, "30s");
  CHECK(client.get("key") == "one");
  answered.count_down();
  strayed.wait();
  std::this_thread::sleep_for(1ms);  // longer than a look of before counts
  CHECK(client.get("key") == "one");
}

TEST_CASE("fault 61: line ends and secrets in a server's error are not passed on", "[client][faults]") {
  const PeerServer server(answering(std::string("-ERR \x1b[2Jbad value ") + kSecret + "\r\n"));
  Client client = client_of(server, "30s");
  const auto error = expect_error(30s, [&] {
    client.set("key", kSecret);
    return true;
  });

  CHECK(error.category() == ErrorCategory::server);
  CHECK_THAT(error.what(), contains("ERR \\x1b[2Jbad value ***"));
}

TEST_CASE("fault 71: a peer that closes while we write is an error, not SIGPIPE", "[client][faults]") {
  const PeerServer server([](Peer& peer) { peer.greet(); });
  const auto inputs = trial_inputs("127.0.0.1", server.port());
  Connection connection = Connection::open(TrialConfig(inputs), Deadline::after(30s));
  const std::string value(8'000'000, 'x');
  const std::string_view arguments[] = {"SET", "key", value};
  const auto error = expect_error(30s, [&] { return connection.command(arguments, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::closed);
  CHECK_FALSE(connection.usable());
  // A closed connection stays closed, and says that the command was not sent.
  const auto again = expect_error(30s, [&] { return connection.command(arguments, Deadline::after(30s)); });
  CHECK(again.category() == ErrorCategory::closed);
  CHECK(again.retry_safe());
}
