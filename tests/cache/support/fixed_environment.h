// Time and chance that a test decides.
#pragma once

#include "environment.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <random>

namespace redisconf::test {

class FixedClock final : public cache::Clock {
 public:
  std::atomic<std::int64_t> now{1'000'000};
  std::atomic<std::int64_t> wall_now{1'700'000'000'000};

  [[nodiscard]] std::int64_t monotonic() const noexcept override { return now; }
  [[nodiscard]] std::int64_t wall() const noexcept override { return wall_now; }
};

// The machine's own time on the monotonic clock, and a wall clock that is wrong by so much.
class WrongClock final : public cache::Clock {
 public:
  explicit WrongClock(std::int64_t wrong) : system_(cache::Environment::system()), wrong_(wrong) {}

  [[nodiscard]] std::int64_t monotonic() const noexcept override { return system_.clock->monotonic(); }
  [[nodiscard]] std::int64_t wall() const noexcept override { return system_.clock->wall() + wrong_; }

 private:
  cache::Environment system_;
  std::int64_t wrong_;
};

}  // namespace redisconf::test
