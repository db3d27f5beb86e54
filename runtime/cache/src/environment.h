// What a cache takes from outside: time and chance, so that tests decide both.
//
// Thread-safety: any number of threads call them at once. Errors: none.
#pragma once

#include <cstdint>
#include <memory>

namespace redisconf::cache {

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  // Milliseconds. Monotonic ones may be a few behind: they are read for every hit in memory.
  [[nodiscard]] virtual std::int64_t monotonic() const noexcept = 0;
  [[nodiscard]] virtual std::int64_t wall() const noexcept = 0;  // since 1970
};

class Chance {
 public:
  Chance() = default;
  Chance(const Chance&) = delete;
  Chance& operator=(const Chance&) = delete;
  virtual ~Chance() = default;

  [[nodiscard]] virtual std::uint64_t bits() noexcept = 0;
};

struct Environment {
  std::shared_ptr<const Clock> clock;
  std::shared_ptr<Chance> chance;

  [[nodiscard]] static Environment system();
};

}  // namespace redisconf::cache
