#include <redisconf/testing/certificates.h>

#include "doctor_trial.h"
#include "support/catch.h"

using redisconf::test::contains;
using redisconf::testing::CertificateAuthority;
using redisconf::testing::RedisServer;
using namespace redisconf::doctor::test;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> kLocal{"localhost", "127.0.0.1"};

// For a server whose certificate `authority` signed.
Variables variables_trusting(const RedisServer& server, const CertificateAuthority& authority) {
  return {"REDIS_HOST=" + server.host(), "REDIS_PORT=" + std::to_string(server.port()),
          "REDIS_TLS_ENABLED=true", "REDIS_TLS_CA=" + authority.certificate()};
}

}  // namespace

TEST_CASE("the certificate is shown with subject, issuer and expiry", "[doctor][redis]") {
  const CertificateAuthority authority("the house");
  const RedisServer server(
      {.tls = true,
       .certificate =
           authority.issue({.common_name = "redis of the house", .names = kLocal, .valid_until = 720h})});
  const auto report = DoctorTrial().json(variables_trusting(server, authority), 0);

  CHECK(report["status"] == "ok");
  CHECK(check_named(report, "tls")["status"] == "ok");
  CHECK_THAT(check_named(report, "tls")["detail"], contains("TLSv1.") && contains("29 days left"));
  CHECK_THAT(report["certificate"]["subject"], contains("redis of the house"));
  CHECK_THAT(report["certificate"]["issuer"], contains("the house"));
}

TEST_CASE("a certificate that expires soon is a warning", "[doctor][redis]") {
  const CertificateAuthority authority;
  const RedisServer server(
      {.tls = true, .certificate = authority.issue({.names = kLocal, .valid_until = 48h})});
  const auto report = DoctorTrial().json(variables_trusting(server, authority), 0);

  CHECK(check_named(report, "tls")["status"] == "warning");
  CHECK_THAT(check_named(report, "tls")["fix"], contains("renew"));
}

TEST_CASE("an expired certificate fails at TLS, and is shown all the same", "[doctor][redis]") {
  const CertificateAuthority authority;
  const RedisServer server(
      {.tls = true,
       .certificate = authority.issue({.names = kLocal, .valid_from = -48h, .valid_until = -24h})});
  const auto report = DoctorTrial().json(variables_trusting(server, authority), 69);

  CHECK(check_named(report, "tls")["status"] == "failed");
  CHECK_THAT(check_named(report, "tls")["detail"], contains("has expired") && contains("(expired)"));
  CHECK(report.contains("certificate"));
  CHECK(check_named(report, "tcp")["status"] == "ok");
}

TEST_CASE("a certificate of another authority fails at TLS, and its issuer is named", "[doctor][redis]") {
  const CertificateAuthority theirs("their authority");
  const CertificateAuthority ours("our authority");
  const RedisServer server({.tls = true, .certificate = theirs.issue({.names = kLocal})});
  const auto report = DoctorTrial().json(variables_trusting(server, ours), 69);

  CHECK(check_named(report, "tls")["status"] == "failed");
  CHECK_THAT(report["certificate"]["issuer"], contains("their authority"));
}

TEST_CASE("plain against a TLS port is told with the hint", "[doctor][redis]") {
  const RedisServer server({.tls = true});
  const auto report =
      DoctorTrial().json({"REDIS_HOST=" + server.host(), "REDIS_PORT=" + std::to_string(server.port())}, 69);

  CHECK_THAT(report["checks"].dump(), contains("tls.enabled"));
}
