#include "asking.h"

#include <charconv>

namespace redisconf::doctor {

ServerInfo info(const Ask& ask, std::string_view section) {
  return ServerInfo(text_in(ask({"INFO", section})));
}

std::optional<std::string> configured(const Ask& ask, std::string_view name) {
  try {
    const Reply reply = ask({"CONFIG", "GET", name});
    if (reply.kind() != Reply::Kind::array || reply.as_array().size() != 2) return std::nullopt;
    return text_in(reply.as_array()[1]);
  } catch (const RedisError& error) {
    if (!is_answer(error)) throw;
    return std::nullopt;
  }
}

std::string text_in(const Reply& reply) {
  const bool text = reply.kind() == Reply::Kind::string || reply.kind() == Reply::Kind::status;
  return text ? reply.as_string() : std::string();
}

long long number_in(std::string_view text) noexcept {
  long long number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Check check_of(std::string name, Status status, std::string detail, std::string fix) {
  return {std::move(name), status, std::nullopt, std::move(detail), std::move(fix)};
}

bool is_answer(const RedisError& error) noexcept {
  return error.category() == ErrorCategory::server || error.category() == ErrorCategory::auth;
}

Check not_told(std::string name, const RedisError& error) {
  return check_of(
      std::move(name), Status::skipped,
      "the server does not tell: " + (error.code().empty() ? error.details().cause : error.code()));
}

}  // namespace redisconf::doctor
