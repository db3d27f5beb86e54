// What a TLS server sees of the client: sessions, names; and pinned keys.
#include "client/support/expect_error.h"
#include "client/support/tls_peer.h"
#include "client/support/trial_config.h"

#include <redisconf/client/connection.h>
#include <redisconf/testing/certificates.h>
#include <redisconf/testing/inputs.h>

#include <atomic>
#include <string>

using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Inputs;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::TlsPeer;
using redisconf::test::TlsPeerOptions;
using redisconf::test::TlsPeerServer;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::CertificateAuthority;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using redisconf::testing::self_signed;
using redisconf::testing::Strictness;
using namespace std::chrono_literals;

namespace {

bool opens(const Inputs& inputs) {
  return Connection::open(TrialConfig(inputs), Deadline::after(30s)).usable();
}

Inputs inputs_of(const TlsPeerServer& server, const std::string& authority) {
  auto inputs = trial_inputs("localhost", server.port());
  inputs.set("REDIS_TLS_ENABLED", "true");
  inputs.set("REDIS_TLS_CA", authority);
  return inputs;
}

// The pin of the server's key, as the refusal of another one names it.
std::string pin_from(const std::string& message) {
  const auto start = message.find("it is sha256/");
  REQUIRE(start != std::string::npos);
  return message.substr(start + 6, 51);
}

constexpr const char* kOtherPin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

}  // namespace

TEST_CASE("a second dial resumes the TLS session of the first", "[client][redis]") {
  for (const bool tls_1_2_only : {false, true}) {
    const CertificateAuthority authority;
    std::atomic<bool> resumed{false};
    const TlsPeerServer server(
        {.certificate = authority.issue({.names = {"localhost"}}), .tls_1_2_only = tls_1_2_only},
        [&resumed](TlsPeer& peer) {
          resumed = peer.resumed();
          peer.greet();
          peer.wait_for_end();
        });
    const auto inputs = inputs_of(server, authority.certificate());
    CHECK(opens(inputs));
    CHECK_FALSE(resumed);
    CHECK(opens(inputs));
    CHECK(resumed);
  }
}

TEST_CASE("a session is never resumed where something else would be verified", "[client][redis]") {
  const CertificateAuthority authority;
  std::atomic<bool> resumed{false};
  const TlsPeerServer server({.certificate = authority.issue({.names = {"localhost", "127.0.0.1"}})},
                             [&resumed](TlsPeer& peer) {
                               resumed = peer.resumed();
                               peer.greet();
                               peer.wait_for_end();
                             });
  const auto inputs = inputs_of(server, authority.certificate());
  CHECK(opens(inputs));
  auto other = inputs;
  other.set("REDIS_HOST", "127.0.0.1");
  CHECK(opens(other));
  CHECK_FALSE(resumed);
  other = inputs;
  other.set("REDIS_TLS_CA", authority.certificate() + CertificateAuthority().certificate());
  CHECK(opens(other));
  CHECK_FALSE(resumed);
  other = inputs;
  other.set("REDIS_TLS_CA", CertificateAuthority().certificate());
  const auto error =
      expect_error(30s, [&] { return Connection::open(TrialConfig(other), Deadline::after(30s)); });
  CHECK(error.category() == ErrorCategory::tls);
}

TEST_CASE("another key than the pinned one is refused, and its pin is told", "[client][redis]") {
  const RedisServer server({.tls = true});
  auto inputs = inputs_for(server, "development");
  for (const char* const verify : {"full", "ca", "none"}) {
    inputs.set("REDIS_TLS_VERIFY", verify);
    inputs.set("REDIS_TLS_PIN", kOtherPin);
    const auto error =
        expect_error(30s, [&] { return Connection::open(TrialConfig(inputs), Deadline::after(30s)); });
    CHECK(error.category() == ErrorCategory::tls);
    CHECK(error.stage() == Stage::tls);
    CHECK_THAT(error.what(), contains("tls.pin (REDIS_TLS_PIN)"));
    const std::string pin = pin_from(error.what());
    inputs.set("REDIS_TLS_PIN", pin);
    CHECK(opens(inputs));
    inputs.set("REDIS_TLS_PIN", kOtherPin + ("," + pin));
    CHECK(opens(inputs));
  }
}

TEST_CASE("a pin does not make up for what tls.verify asks", "[client][redis]") {
  const RedisServer server({.tls = true, .certificate = self_signed({.names = {"localhost", "127.0.0.1"}})});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_PIN", kOtherPin);
  const auto dial = [&] { return Connection::open(TrialConfig(inputs), Deadline::after(30s)); };
  CHECK_THAT(expect_error(30s, dial).what(), contains("self-signed"));
  inputs.set("REDIS_TLS_VERIFY", "none");
  inputs.set("REDIS_TLS_PIN", pin_from(expect_error(30s, dial).what()));
  CHECK(opens(inputs));
  inputs.set("REDIS_TLS_VERIFY", "full");
  CHECK_THAT(expect_error(30s, dial).what(), contains("self-signed"));
}
