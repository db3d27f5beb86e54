#include "redisconf/client/errors.h"

#include <array>
#include <utility>

namespace redisconf {
namespace {

constexpr std::array<std::string_view, 10> kCategories{
    "resolve", "connect", "tls", "auth", "timeout", "closed", "protocol", "server", "unavailable", "usage"};
constexpr std::array<std::string_view, 7> kStages{"resolve", "connect", "tls",    "auth",
                                                  "select",  "ping",    "command"};

std::string_view headline(const RedisError::Details& details) noexcept {
  if (details.category == ErrorCategory::unavailable) return "Redis is not available";
  switch (details.stage) {
    case Stage::resolve:
      return "can't find Redis";
    case Stage::connect:
      return "can't connect to Redis";
    case Stage::tls:
      return "no TLS session with Redis";
    case Stage::auth:
      return "can't sign in to Redis";
    case Stage::select:
      return "can't select the database of Redis";
    case Stage::ping:
      return "no PING of Redis";
    case Stage::command:
      break;
  }
  return "a command to Redis failed";
}

std::string message(const RedisError::Details& details) {
  std::string text(headline(details));
  if (!details.endpoint.empty()) text.append(" at ").append(details.endpoint);
  text.append("\n  stage: ").append(name_of(details.stage));
  text.append(" (").append(name_of(details.category)).append(")");
  text.append("\n  cause: ").append(details.cause);
  if (!details.fix.empty()) text.append("\n  fix:   ").append(details.fix);
  return text;
}

}  // namespace

std::string_view name_of(ErrorCategory category) noexcept {
  return kCategories.at(static_cast<std::size_t>(category));
}

std::string_view name_of(Stage stage) noexcept { return kStages.at(static_cast<std::size_t>(stage)); }

RedisError::RedisError(Details details) : Error(message(details)), details_(std::move(details)) {}

}  // namespace redisconf
