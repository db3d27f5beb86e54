#include "environment.h"

#include <ctime>
#include <mutex>
#include <random>

namespace redisconf::cache {
namespace {

constexpr std::int64_t kMilliseconds = 1000;
constexpr std::int64_t kNanoseconds = 1'000'000;

std::int64_t read_clock(clockid_t clock) noexcept {
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * kMilliseconds + now.tv_nsec / kNanoseconds;
}

class SystemClock final : public Clock {
 public:
  // A few nanoseconds in place of thirty, and up to 4 ms behind (clock_gettime(2)).
  [[nodiscard]] std::int64_t monotonic() const noexcept override {
    return read_clock(CLOCK_MONOTONIC_COARSE);
  }
  [[nodiscard]] std::int64_t wall() const noexcept override { return read_clock(CLOCK_REALTIME); }
};

class SystemChance final : public Chance {
 public:
  [[nodiscard]] std::uint64_t bits() noexcept override {
    const std::lock_guard lock(mutex_);
    return engine_();
  }

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_{[] {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) ^ device();
  }()};
};

}  // namespace

Environment Environment::system() {
  return {std::make_shared<SystemClock>(), std::make_shared<SystemChance>()};
}

}  // namespace redisconf::cache
