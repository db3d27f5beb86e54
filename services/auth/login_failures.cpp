#include "login_failures.h"

#include <charconv>
#include <optional>

namespace auth {
namespace {

// One script, so that no counter is left without an end. KEYS: counter. ARGV: pause in ms.
constexpr std::string_view kCount = R"(
local failures = redis.call('INCR', KEYS[1])
if failures == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return failures)";

}  // namespace

LoginFailures::LoginFailures(redisconf::Client& client, const RedisConfig& config)
    : client_(&client),
      prefix_(std::string(config.key_prefix()) + "login_failures:"),
      most_(config.max_login_attempts()) {}

long long LoginFailures::count_one(std::string_view user) {
  const std::string pause = std::to_string(std::chrono::milliseconds(kPause).count());
  return client_->command({"EVAL", kCount, "1", key_of(user), pause}).as_integer();
}

bool LoginFailures::is_paused(std::string_view user) {
  const std::optional<std::string> text = client_->get(key_of(user));
  long long failures = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), failures);
  return failures >= most_;
}

void LoginFailures::forget(std::string_view user) { client_->del(key_of(user)); }

std::string LoginFailures::key_of(std::string_view user) const { return prefix_ + std::string(user); }

}  // namespace auth
