// Pauses between attempts: a ceiling that doubles, and a pause anywhere below it, so that many
// processes do not come back in step ("full jitter": AWS Architecture Blog, "Exponential Backoff
// And Jitter").
//
// Thread-safety: none. Randomness comes from the caller.
#pragma once

#include <algorithm>
#include <chrono>

namespace redisconf {

class Backoff {
 public:
  using Duration = std::chrono::steady_clock::duration;

  Backoff(Duration initial, Duration longest) noexcept
      : initial_(initial), longest_(longest), ceiling_(std::min(initial, longest)) {}

  // Of the next pause.
  [[nodiscard]] Duration ceiling() const noexcept { return ceiling_; }

  // `random` lies evenly in [0, 1). The pause lies below `most` too, where the time is short.
  [[nodiscard]] Duration next(double random, Duration most = Duration::max()) noexcept {
    const Duration ceiling = std::min(ceiling_, most);
    ceiling_ = ceiling_ > longest_ / 2 ? longest_ : ceiling_ * 2;
    return Duration(static_cast<Duration::rep>(static_cast<double>(ceiling.count()) * random));
  }

  void reset() noexcept { ceiling_ = std::min(initial_, longest_); }

 private:
  Duration initial_;
  Duration longest_;
  Duration ceiling_;
};

}  // namespace redisconf
