// A point on the monotonic clock by which a call has returned. Stages of one call share it.
#pragma once

#include <redisconf/config/export.h>

#include <algorithm>
#include <chrono>

namespace redisconf REDISCONF_PUBLIC {

class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Deadline(Clock::time_point at) noexcept : at_(at) {}

  [[nodiscard]] static Deadline after(Clock::duration time) noexcept { return Deadline(Clock::now() + time); }

  // The earlier of this one and `time` from now: a stage's own limit.
  [[nodiscard]] Deadline capped(Clock::duration time) const noexcept {
    return Deadline(std::min(at_, Clock::now() + time));
  }

  [[nodiscard]] bool passed() const noexcept { return Clock::now() >= at_; }
  [[nodiscard]] Clock::time_point at() const noexcept { return at_; }

  // For poll(): rounded up, so that a wait never ends early; 0 when passed.
  [[nodiscard]] int poll_milliseconds() const noexcept;

 private:
  Clock::time_point at_;
};

}  // namespace redisconf
