// Faults of TLS that redis-server never has.
#include "client/support/outage.h"
#include "client/support/tls_peer.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/testing/certificates.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/temporary_directory.h>

#include <sys/socket.h>

#include <atomic>
#include <cstdlib>
#include <optional>
#include <string>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Inputs;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::set_short_retries;
using redisconf::test::TlsPeer;
using redisconf::test::TlsPeerOptions;
using redisconf::test::TlsPeerServer;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::CertificateAuthority;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using redisconf::testing::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

Inputs inputs_of(const TlsPeerServer& server, const CertificateAuthority& authority) {
  auto inputs = trial_inputs("localhost", server.port());
  inputs.set("REDIS_TLS_ENABLED", "true");
  inputs.set("REDIS_TLS_CA", authority.certificate());
  return inputs;
}

}  // namespace

TEST_CASE("fault 29: an end without close_notify inside a reply is an error", "[client][faults]") {
  const CertificateAuthority authority;
  const TlsPeerServer server({.certificate = authority.issue({.names = {"localhost"}})}, [](TlsPeer& peer) {
    peer.greet();
    peer.receive();
    peer.send("$5\r\nhel");
  });
  Client client{TrialConfig(inputs_of(server, authority))};
  const auto error = expect_error(30s, [&] { return client.get("key"); });
  CHECK(error.category() == ErrorCategory::closed);
  CHECK(error.stage() == Stage::command);
  CHECK_FALSE(error.retry_safe());
  CHECK(client.pool_stats().open == 0);
}

TEST_CASE("fault 29: an end without close_notify between replies costs no call", "[client][faults]") {
  const CertificateAuthority authority;
  std::atomic<bool> ended{false};
  const TlsPeerServer server({.certificate = authority.issue({.names = {"localhost"}})},
                             [&ended](TlsPeer& peer) {
                               peer.greet();
                               peer.receive();
                               peer.send("$3\r\none\r\n");
                               ::shutdown(peer.descriptor(), SHUT_WR);
                               ended = true;
                               ended.notify_one();
                             });
  Client client{TrialConfig(inputs_of(server, authority))};
  CHECK(client.get("key") == "one");
  ended.wait(false);  // a later call finds the end, an earlier one can't know of it
  CHECK(client.get("key") == "one");
}

TEST_CASE("fault 30: a new handshake that the server asks for is refused", "[client][faults]") {
  const CertificateAuthority authority;
  std::atomic<bool> renegotiated{true};
  std::optional<TlsPeerServer> server;
  server.emplace(
      TlsPeerOptions{.certificate = authority.issue({.names = {"localhost"}}), .tls_1_2_only = true},
      [&renegotiated](TlsPeer& peer) {
        peer.greet();
        peer.receive();
        renegotiated = peer.renegotiate();
      });
  Client client{TrialConfig(inputs_of(*server, authority))};
  const auto error = expect_error(30s, [&] { return client.get("key"); });
  CHECK((error.category() == ErrorCategory::closed || error.category() == ErrorCategory::tls));
  server.reset();  // it has come to the end of it
  CHECK_FALSE(renegotiated);
}

TEST_CASE("fault 31: the name is sent, and the server chooses by it", "[client][faults]") {
  const CertificateAuthority authority;
  std::atomic<bool> named{false};
  const TlsPeerServer server({.certificate = authority.issue({.names = {"other.example", "127.0.0.1"}}),
                              .by_name = {{"redis.example", authority.issue({.names = {"redis.example"}})}}},
                             [&named](TlsPeer& peer) {
                               named = !peer.server_name().empty();
                               peer.greet();
                               peer.wait_for_end();
                             });
  auto inputs = inputs_of(server, authority);
  for (const char* const name : {"redis.example", "redis.example."}) {
    inputs.set("REDIS_TLS_SERVER_NAME", name);  // the final dot is not sent (RFC 6066 section 3)
    CHECK(Connection::open(TrialConfig(inputs), Deadline::after(30s)).usable());
    CHECK(named);
  }
  inputs.unset("REDIS_TLS_SERVER_NAME");
  inputs.set("REDIS_HOST", "127.0.0.1");
  CHECK(Connection::open(TrialConfig(inputs), Deadline::after(30s)).usable());
  CHECK_FALSE(named);
}

TEST_CASE("fault 32: the system's authorities are changed, and the next dial uses them", "[client][faults]") {
  const TemporaryDirectory directory("redisconf-ca");
  const RedisServer server({.tls = true});
  directory.write("ca.pem", CertificateAuthority("the old authority").certificate());
  ::setenv("SSL_CERT_FILE", (directory.path() / "ca.pem").c_str(), 1);
  auto inputs = inputs_for(server, "development");
  inputs.unset("REDIS_TLS_CA");
  set_short_retries(inputs);
  Client client{TrialConfig(inputs)};
  const auto error = redisconf::test::live_through(
      client, 30s, [&] { directory.write("ca.pem", server.authority().certificate()); });
  CHECK(error.category() == ErrorCategory::tls);

  directory.write("ca.pem", CertificateAuthority("the next authority").certificate());
  const auto refused =
      expect_error(30s, [&] { return Connection::open(client.config(), Deadline::after(30s)); });
  CHECK_THAT(refused.what(), contains("not trusted"));
  ::unsetenv("SSL_CERT_FILE");
}

TEST_CASE("fault 32: a new configuration brings the rotated file of tls.ca", "[client][faults]") {
  const TemporaryDirectory directory("redisconf-ca");
  const RedisServer server({.tls = true});
  directory.write("ca.pem", CertificateAuthority("the old authority").certificate());
  auto inputs = inputs_for(server, "development");
  inputs.unset("REDIS_TLS_CA");
  inputs.set("REDIS_TLS_CA_FILE", (directory.path() / "ca.pem").string());
  const auto dial = [&] { return Connection::open(TrialConfig(inputs), Deadline::after(30s)); };
  CHECK(expect_error(30s, dial).category() == ErrorCategory::tls);
  directory.write("ca.pem", server.authority().certificate());
  CHECK(dial().usable());
}
