#include "mode_switch.h"
#include "support/catch.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace redisconf;
using namespace redisconf::cache;

namespace {

RedisError error_of(ErrorCategory category, const std::string& code = {}, bool retry_safe = false) {
  return RedisError({.category = category,
                     .retry_safe = retry_safe,
                     .code = code,
                     .endpoint = "redis.example:6379",
                     .cause = "for a test",
                     .fix = {}});
}

class Listener final : public CacheListener {
 public:
  std::vector<std::string> heard;
  void mode_changed(const CacheModeEvent& event) override {
    heard.push_back(event.cache + ": " + std::string(name_of(event.before)) + " -> " +
                    std::string(name_of(event.after)) + ' ' + event.cause);
    throw std::runtime_error("dropped");
  }
};

}  // namespace

TEST_CASE("one slow call does not end the mode redis, three in a row do, no connection does at once") {
  ModeSwitch modes("sessions");
  CHECK_FALSE(modes.failed(error_of(ErrorCategory::timeout)));
  CHECK_FALSE(modes.failed(error_of(ErrorCategory::closed)));
  modes.succeeded();
  CHECK_FALSE(modes.failed(error_of(ErrorCategory::timeout)));
  CHECK_FALSE(modes.failed(error_of(ErrorCategory::server, "LOADING")));
  CHECK(modes.failed(error_of(ErrorCategory::timeout)));
  modes.succeeded();
  CHECK(modes.failed(error_of(ErrorCategory::unavailable)));
}

TEST_CASE("each change is told and counted once, also when two see it") {
  ModeSwitch modes("sessions");
  const auto listener = std::make_shared<Listener>();
  modes.add_listener(listener);
  CHECK(modes.change(CacheMode::initializing, CacheMode::redis));
  CHECK(modes.change(CacheMode::redis, CacheMode::memory, "connection refused"));
  CHECK_FALSE(modes.change(CacheMode::redis, CacheMode::memory, "connection refused"));
  CHECK(modes.mode() == CacheMode::memory);
  CHECK(modes.cause() == "connection refused");
  CHECK(listener->heard == std::vector<std::string>{"sessions: initializing -> redis ",
                                                    "sessions: redis -> memory connection refused"});
  CHECK(modes.switches() == std::array<std::uint64_t, 4>{0, 1, 1, 0});
}

TEST_CASE("what a server can't do now is an absence, what it will never do is not") {
  CHECK(is_away(error_of(ErrorCategory::unavailable)));
  CHECK(is_away(error_of(ErrorCategory::timeout)));
  CHECK(is_away(error_of(ErrorCategory::auth, "WRONGPASS")));
  CHECK(is_away(error_of(ErrorCategory::server, "OOM")));
  CHECK_FALSE(is_away(error_of(ErrorCategory::auth, "NOPERM")));
  CHECK_FALSE(is_away(error_of(ErrorCategory::server, "WRONGTYPE")));
  CHECK_FALSE(is_away(error_of(ErrorCategory::usage)));
  CHECK(may_have_run(error_of(ErrorCategory::timeout)));
  CHECK_FALSE(may_have_run(error_of(ErrorCategory::unavailable, "", true)));
  CHECK_FALSE(may_have_run(error_of(ErrorCategory::server, "OOM")));
}
