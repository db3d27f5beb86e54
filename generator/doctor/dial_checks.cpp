#include "dial_checks.h"

#include <redisconf/config/settings.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace redisconf::doctor {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;
using Now = std::chrono::system_clock::time_point;

// Certificates are renewed weeks before they expire; Let's Encrypt does 30 days before.
constexpr Days kExpiresSoon{14};

struct StageName {
  Stage stage;
  std::string_view name;
};
constexpr std::array kStages{StageName{Stage::resolve, "resolve"}, StageName{Stage::connect, "tcp"},
                             StageName{Stage::tls, "tls"},         StageName{Stage::auth, "auth"},
                             StageName{Stage::select, "select"},   StageName{Stage::ping, "ping"}};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string identity(const ConnectionSettings& connection) {
  if (connection.password.empty()) return "no password is configured";
  return "as " + (connection.username.empty() ? std::string("the default user") : connection.username);
}

std::string certificate_text(const PeerCertificate& certificate, Now now) {
  const auto days = std::chrono::duration_cast<Days>(certificate.not_after - now).count();
  const std::string left = certificate.not_after < now ? "expired" : std::to_string(days) + " days left";
  return "subject " + certificate.subject + "\nissuer  " + certificate.issuer + "\nexpires " +
         date_text(certificate.not_after) + " (" + left + ')';
}

std::string detail_of(Stage stage, const ServiceConfig& config, const DialTrace& trace, Now now) {
  switch (stage) {
    case Stage::resolve:
      return config.connection().host + " is " + joined(trace.addresses);
    case Stage::connect:
      return "port " + std::to_string(config.connection().port) + " answers";
    case Stage::tls:
      return trace.tls_version + (trace.certificate ? '\n' + certificate_text(*trace.certificate, now) : "");
    case Stage::auth:
      return identity(config.connection());
    case Stage::select:
      return "database " + std::to_string(config.connection().database);
    case Stage::ping:
    case Stage::command:
      break;
  }
  return "PONG";
}

Check failed_check(const Check& begun, Stage stage, const DialTrace& trace, const RedisError& error,
                   Now now) {
  Check check = begun;
  check.status = Status::failed;
  check.detail = error.details().cause;
  if (stage == Stage::tls && trace.certificate)
    check.detail += '\n' + certificate_text(*trace.certificate, now);
  check.fix = error.details().fix;
  return check;
}

void warn_of_expiry(Check& check, const DialTrace& trace, Now now) {
  if (!trace.certificate || trace.certificate->not_after - now >= kExpiresSoon) return;
  check.status = Status::warning;
  check.fix = "renew the server's certificate";
}

Check skipped_check(std::string_view name, const ServiceConfig& config, Stage stage,
                    const RedisError* error) {
  Check check{std::string(name), Status::skipped, std::nullopt, "not reached", {}};
  if (error == nullptr) check.detail = "not needed";
  if (stage == Stage::tls && !config.tls().enabled) check.detail = "tls.enabled is false";
  return check;
}

}  // namespace

void add_dial_checks(Report& report, const ServiceConfig& config, const DialTrace& trace,
                     const RedisError* error, Now now) {
  report.certificate = trace.certificate;
  bool failed = false;
  for (const auto& [stage, name] : kStages) {
    Check check{std::string(name), Status::ok, std::nullopt, {}, {}};
    std::chrono::microseconds took{0};
    bool begun = false;
    for (const DialTrace::Step& step : trace.steps) {
      if (step.stage != stage) continue;
      begun = true;
      took += step.took;
    }
    if (begun) check.took = took;
    if (error != nullptr && error->stage() == stage) {
      check = failed_check(check, stage, trace, *error, now);
      failed = true;
    } else if (!begun || failed) {
      check = skipped_check(name, config, stage, failed ? error : nullptr);
    } else {
      check.detail = detail_of(stage, config, trace, now);
      if (stage == Stage::tls) warn_of_expiry(check, trace, now);
    }
    report.checks.push_back(std::move(check));
  }
  if (error != nullptr && !failed) {
    report.checks.push_back(failed_check({"connection", Status::failed, std::nullopt, {}, {}}, error->stage(),
                                         trace, *error, now));
  }
}

}  // namespace redisconf::doctor
