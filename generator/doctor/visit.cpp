#include "visit.h"

#include <redisconf/client/connection.h>
#include <redisconf/client/dial_trace.h>
#include <redisconf/client/errors.h>
#include <redisconf/config/settings.h>

#include <chrono>
#include <optional>

#include "dial_checks.h"

namespace redisconf::doctor {
namespace {

// Adds what the way to the server shows; nothing when it does not lead there.
std::optional<Connection> dial(Report& report, const ServiceConfig& config) {
  DialTrace trace;
  try {
    Connection connection = Connection::open(config, Deadline::after(config.timeouts().startup), trace);
    add_dial_checks(report, config, trace, nullptr, std::chrono::system_clock::now());
    return connection;
  } catch (const RedisError& error) {
    add_dial_checks(report, config, trace, &error, std::chrono::system_clock::now());
    return std::nullopt;
  }
}

}  // namespace

Visit visit(const ServiceConfig& config, const std::function<void(Report& report, const Ask& ask)>& examine) {
  Visit visit;
  auto connection = dial(visit.report, config);
  if (!connection) return visit;
  const Ask ask = [&](std::initializer_list<std::string_view> arguments) {
    return connection->command(std::span(arguments.begin(), arguments.size()),
                               Deadline::after(config.timeouts().command));
  };
  try {
    examine(visit.report, ask);
    visit.arrived = true;
  } catch (const RedisError& error) {
    visit.report.checks.push_back(
        check_of("server", Status::failed, error.details().cause, error.details().fix));
  }
  return visit;
}

}  // namespace redisconf::doctor
