// Waits for the end of a burst of events.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace redisconf {

class QuietPeriod {
 public:
  using Time = std::chrono::steady_clock::time_point;

  QuietPeriod(std::chrono::milliseconds quiet, std::chrono::milliseconds at_most) noexcept
      : quiet_(quiet), at_most_(at_most) {}

  void note(Time now) noexcept {
    if (!first_) first_ = now;
    last_ = now;
  }

  // Don't wait: something is to be done as soon as possible.
  void note_overdue(Time now) noexcept {
    first_ = now - at_most_;
    last_ = now;
  }

  void clear() noexcept { first_.reset(); }

  // When the burst counts as over; none without events.
  [[nodiscard]] std::optional<Time> end() const noexcept {
    if (!first_) return {};
    return std::min(last_ + quiet_, *first_ + at_most_);
  }

 private:
  std::chrono::milliseconds quiet_;
  std::chrono::milliseconds at_most_;
  std::optional<Time> first_;
  Time last_{};
};

}  // namespace redisconf
