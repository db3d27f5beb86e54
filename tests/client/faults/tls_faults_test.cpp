#include "client/support/expect_error.h"
#include "client/support/peer.h"
#include "client/support/trial_config.h"

#include <redisconf/client/connection.h>
#include <redisconf/testing/inputs.h>

using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Inputs;
using redisconf::RedisError;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::Peer;
using redisconf::test::PeerServer;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::CertificateOptions;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

RedisError dial_error(Inputs inputs, std::chrono::milliseconds limit) {
  inputs.set("REDIS_PASSWORD", kSecret);
  const TrialConfig config(inputs);
  return expect_error(limit, [&] { return Connection::open(config, Deadline::after(limit)); });
}

}  // namespace

TEST_CASE("fault 25: a server of TLS 1.1 only is refused", "[client][faults]") {
  const RedisServer server(
      {.tls = true, .configuration = {"tls-protocols TLSv1.1", "tls-ciphers DEFAULT@SECLEVEL=0"}});
  const auto error = dial_error(inputs_for(server, "development"), 30s);

  CHECK(error.category() == ErrorCategory::tls);
  CHECK(error.stage() == Stage::tls);
  CHECK_THAT(error.what(), contains("the server offers no TLS 1.2 or newer"));
}

TEST_CASE("fault 26: the client certificate is missing", "[client][faults]") {
  for (const std::string protocol : {"TLSv1.2", "TLSv1.3"}) {
    const RedisServer server(
        {.tls = true, .require_client_certificate = true, .configuration = {"tls-protocols " + protocol}});
    const auto error = dial_error(inputs_for(server, "development"), 30s);

    CHECK(error.category() == ErrorCategory::tls);
    CHECK(error.stage() == Stage::tls);
    CHECK_THAT(error.what(), contains("client certificate") && contains("REDIS_TLS_CERTIFICATE_FILE"));
  }
}

TEST_CASE("fault 26: the key belongs to another certificate", "[client][faults]") {
  const RedisServer server({.tls = true, .require_client_certificate = true});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_CERTIFICATE", server.authority().issue(CertificateOptions{}).certificate);
  inputs.set("REDIS_TLS_KEY", server.authority().issue(CertificateOptions{}).key);
  const auto error = dial_error(inputs, 30s);

  CHECK(error.category() == ErrorCategory::tls);
  CHECK_THAT(error.what(), contains("tls.key (REDIS_TLS_KEY)"));
}

TEST_CASE("fault 26: a text that is no certificate is named by its setting", "[client][faults]") {
  const RedisServer server({.tls = true});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_CA", kSecret);
  const auto error = dial_error(inputs, 30s);

  CHECK(error.category() == ErrorCategory::tls);
  CHECK_THAT(error.what(), contains("tls.ca (REDIS_TLS_CA) holds no certificate"));
}

TEST_CASE("fault 27: a plain client on a TLS port is told to turn TLS on", "[client][faults]") {
  const RedisServer server({.tls = true});
  const auto error = dial_error(trial_inputs(server.host(), server.port()), 30s);

  CHECK((error.category() == ErrorCategory::closed || error.category() == ErrorCategory::protocol));
  CHECK(error.stage() == Stage::auth);
  CHECK_THAT(error.what(), contains("set tls.enabled (REDIS_TLS_ENABLED) to true"));
}

TEST_CASE("fault 27: a TLS client on a plain port is told that the port may be plain", "[client][faults]") {
  const RedisServer server;
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_ENABLED", "true");
  inputs.set("REDIS_TIMEOUTS_TLS", "200ms");
  const auto error = dial_error(inputs, 30s);

  CHECK((error.category() == ErrorCategory::tls || error.category() == ErrorCategory::timeout));
  CHECK(error.stage() == Stage::tls);
  CHECK_THAT(error.what(), contains("set tls.enabled (REDIS_TLS_ENABLED) to false"));
}

TEST_CASE("fault 27: a TLS client that gets a plain answer says so", "[client][faults]") {
  const PeerServer server([](Peer& peer) {
    peer.receive();
    peer.send("-ERR unknown command\r\n");
    peer.wait_for_end();
  });
  auto inputs = trial_inputs("127.0.0.1", server.port());
  inputs.set("REDIS_TLS_ENABLED", "true");
  const auto error = dial_error(inputs, 30s);

  CHECK(error.category() == ErrorCategory::tls);
  CHECK_THAT(error.what(), contains("the server does not speak TLS on this port"));
}

TEST_CASE("fault 28: a handshake that stalls ends by its own timeout", "[client][faults]") {
  const PeerServer server([](Peer& peer) { peer.wait_for_end(); });
  auto inputs = trial_inputs("127.0.0.1", server.port());
  inputs.set("REDIS_TLS_ENABLED", "true");
  inputs.set("REDIS_TIMEOUTS_TLS", "100ms");
  const auto error = dial_error(inputs, 30s);

  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::tls);
  CHECK_THAT(error.what(), contains("timeouts.tls (REDIS_TIMEOUTS_TLS) is 100ms"));
}

TEST_CASE("fault 71: a TLS peer that vanishes while we write is an error, not SIGPIPE", "[client][faults]") {
  RedisServer server({.tls = true});
  Connection connection =
      Connection::open(TrialConfig(inputs_for(server, "development")), Deadline::after(30s));
  server.kill();
  const std::string_view arguments[] = {"PING"};
  const auto error = expect_error(30s, [&] { return connection.command(arguments, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::closed);
  CHECK(error.retry_safe());
}
