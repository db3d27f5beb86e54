#include "client/support/expect_error.h"
#include "client/support/trial_config.h"

#include <redisconf/client/connection.h>
#include <redisconf/testing/inputs.h>

#include <vector>

using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Inputs;
using redisconf::RedisError;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::TrialConfig;
using redisconf::testing::Certificate;
using redisconf::testing::CertificateAuthority;
using redisconf::testing::CertificateOptions;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using redisconf::testing::self_signed;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> kLocal{"localhost", "127.0.0.1"};

RedisServer server_with(const Certificate& certificate) {
  return RedisServer({.tls = true, .certificate = certificate});
}

// For a server whose certificate `authority` signed.
Inputs inputs_trusting(const RedisServer& server, const std::string& authority) {
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_CA", authority);
  return inputs;
}

RedisError refusal(Inputs inputs) {
  inputs.set("REDIS_PASSWORD", kSecret);
  const TrialConfig config(inputs);
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });
  CHECK(error.category() == ErrorCategory::tls);
  CHECK(error.stage() == Stage::tls);
  CHECK(error.retry_safe());
  return error;
}

bool accepted(const Inputs& inputs) {
  return Connection::open(TrialConfig(inputs), Deadline::after(30s)).usable();
}

}  // namespace

TEST_CASE("fault 21: the certificate has expired", "[client][faults]") {
  const CertificateAuthority authority;
  const auto server =
      server_with(authority.issue({.names = kLocal, .valid_from = -48h, .valid_until = -24h}));
  const auto error = refusal(inputs_trusting(server, authority.certificate()));

  CHECK_THAT(error.what(), contains("the certificate has expired; it was valid from"));
}

TEST_CASE("fault 21: the certificate is not yet valid", "[client][faults]") {
  const CertificateAuthority authority;
  const auto server = server_with(authority.issue({.names = kLocal, .valid_from = 24h, .valid_until = 48h}));
  const auto error = refusal(inputs_trusting(server, authority.certificate()));

  CHECK_THAT(error.what(), contains("the certificate is not yet valid"));
}

TEST_CASE("fault 22: another authority signed the certificate", "[client][faults]") {
  const CertificateAuthority theirs("their authority");
  const CertificateAuthority ours("our authority");
  const auto server = server_with(theirs.issue({.names = kLocal}));
  const auto error = refusal(inputs_trusting(server, ours.certificate()));

  CHECK_THAT(error.what(), contains("their authority") && contains("tls.ca (REDIS_TLS_CA)"));
}

TEST_CASE("fault 22: an authority that only bears the same name", "[client][faults]") {
  const CertificateAuthority theirs("the authority");
  const CertificateAuthority ours("the authority");
  const auto server = server_with(theirs.issue({.names = kLocal}));
  const auto error = refusal(inputs_trusting(server, ours.certificate()));

  CHECK_THAT(error.what(), contains("an authority that is not trusted"));
}

TEST_CASE("fault 22: without an authority of ours the system's are asked", "[client][faults]") {
  const RedisServer server({.tls = true});
  auto inputs = inputs_for(server, "development");
  inputs.unset("REDIS_TLS_CA");

  CHECK_THAT(refusal(inputs).what(), contains("an authority that is not trusted"));
}

TEST_CASE("fault 22: a self-signed certificate is refused unless it is itself trusted", "[client][faults]") {
  const auto own = self_signed({.names = kLocal});
  const auto server = server_with(own);

  CHECK_THAT(refusal(inputs_for(server, "development")).what(), contains("self-signed"));
  CHECK(accepted(inputs_trusting(server, own.certificate)));
}

TEST_CASE("fault 23: the certificate is for another host", "[client][faults]") {
  const RedisServer server({.tls = true, .names = {"other.example", "third.example"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_HOST", "localhost");

  CHECK_THAT(refusal(inputs).what(),
             contains("the certificate is for other.example, third.example, not for localhost") &&
                 contains("tls.server_name (REDIS_TLS_SERVER_NAME)"));
}

TEST_CASE("fault 23: the common name does not count as a name", "[client][faults]") {
  const CertificateAuthority authority;
  const auto server = server_with(authority.issue({.common_name = "localhost"}));
  auto inputs = inputs_trusting(server, authority.certificate());
  inputs.set("REDIS_HOST", "localhost");

  CHECK_THAT(refusal(inputs).what(), contains("carries no name at all"));
}

TEST_CASE("fault 23: a wildcard covers one label, a part of a label never", "[client][faults]") {
  const RedisServer server({.tls = true, .names = {"*.redis.example", "ca*.redis.test"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_SERVER_NAME", "a.redis.example");
  CHECK(accepted(inputs));

  for (const char* const name : {"a.b.redis.example", "redis.example", "cache.redis.test"}) {
    inputs.set("REDIS_TLS_SERVER_NAME", name);
    static_cast<void>(refusal(inputs));
  }
}

TEST_CASE("fault 23: tls.server_name names what the certificate must carry", "[client][faults]") {
  const RedisServer server({.tls = true, .names = {"other.example"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_SERVER_NAME", "other.example");

  CHECK(accepted(inputs));
}

TEST_CASE("fault 23: weaker verification does what it says", "[client][faults]") {
  const RedisServer server({.tls = true, .names = {"other.example"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_VERIFY", "ca");
  CHECK(accepted(inputs));
  inputs.set("REDIS_TLS_CA", CertificateAuthority().certificate());
  static_cast<void>(refusal(inputs));
  inputs.set("REDIS_TLS_VERIFY", "none");
  CHECK(accepted(inputs));
}

TEST_CASE("fault 24: an address needs an IP SAN", "[client][faults]") {
  const RedisServer server({.tls = true, .names = {"localhost"}});
  const auto inputs = inputs_for(server, "development");

  CHECK_THAT(refusal(inputs).what(),
             contains("the certificate is for localhost, not for 127.0.0.1; addresses need an IP SAN"));
}

TEST_CASE("fault 22: several authorities may be trusted at once", "[client][faults]") {
  const CertificateAuthority one;
  const CertificateAuthority two;
  const auto server = server_with(two.issue({.names = kLocal}));

  CHECK(accepted(inputs_trusting(server, one.certificate() + two.certificate())));
}
