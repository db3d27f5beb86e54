#include "server_error.h"

#include "escape.h"
#include "fault.h"
#include "redisconf/config/mask.h"

#include <algorithm>

namespace redisconf {
namespace {

// Redis ends "ERR unknown command 'x'" so, and repeats the arguments.
constexpr std::string_view kEcho = ", with args beginning with";

// More than is shown, so that nothing is cut in the middle of what must be masked.
constexpr std::size_t kMostLookedAt = std::size_t{4} * kMaxForeignText;

std::string password_settings() {
  return setting("connection.password") + ", or its file REDIS_PASSWORD_FILE";
}

std::string fix_for(std::string_view code) {
  if (code == "WRONGPASS") {
    return "check " + password_settings() + ", and " + setting("connection.username");
  }
  if (code == "NOAUTH") return "the server asks for a password: set " + password_settings();
  if (code == "NOPERM") return "let an ACL rule allow this to the user of " + setting("connection.username");
  return {};
}

bool is_auth(std::string_view code) noexcept {
  return code == "WRONGPASS" || code == "NOAUTH" || code == "NOPERM";
}

}  // namespace

std::string_view code_of(std::string_view error) noexcept {
  const std::string_view word = error.substr(0, error.find(' '));
  const auto is_capital = [](char letter) { return (letter >= 'A' && letter <= 'Z') || letter == '_'; };
  constexpr std::size_t kLongestCode = 32;
  return word.size() <= kLongestCode && std::ranges::all_of(word, is_capital) ? word : std::string_view{};
}

bool is_sign_of_life(std::string_view error) noexcept {
  const std::string_view code = code_of(error);
  return code == "NOPERM" || code == "MISCONF";
}

std::string words_of_server(std::string_view error, std::span<const std::string_view> hidden,
                            std::string_view secret) {
  const std::string_view said = error.substr(0, error.find(kEcho)).substr(0, kMostLookedAt);
  return escaped(masked(mask_secrets(said, {&secret, 1}), hidden));
}

RedisError::Details describe_server_error(std::string_view error, std::span<const std::string_view> hidden,
                                          std::string_view secret) {
  RedisError::Details details;
  details.code = code_of(error);
  details.category = is_auth(details.code) ? ErrorCategory::auth : ErrorCategory::server;
  details.cause = "the server said: " + words_of_server(error, hidden, secret);
  details.fix = fix_for(details.code);
  return details;
}

}  // namespace redisconf
