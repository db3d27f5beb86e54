#include "load.h"

#include <algorithm>
#include <chrono>

namespace redisconf {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr milliseconds kLookInterval{100};
constexpr microseconds kCostlyYield{500};
constexpr int kLooksToCalm = 5;

constexpr int kFirstInterval = 64;
constexpr int kLongestInterval = 4096;
constexpr int kTrials = 4;
constexpr microseconds kLongestCounted{300};  // one slow command must not outweigh all others
constexpr int kWeight = 8;                    // of the past in a mean

void count(Deadline::Clock::duration& mean, Deadline::Clock::duration time) noexcept {
  const auto counted = std::min<Deadline::Clock::duration>(time, kLongestCounted);
  mean = mean.count() == 0 ? counted : mean + (counted - mean) / kWeight;
}

}  // namespace

bool LoadGauge::is_calm(TimePoint now) noexcept {
  if (calm_.load(std::memory_order_relaxed)) return true;
  auto due = next_look_.load(std::memory_order_relaxed);
  if (now.time_since_epoch().count() < due) return false;
  const auto next = (now + kLookInterval).time_since_epoch().count();
  return next_look_.compare_exchange_strong(due, next, std::memory_order_relaxed);
}

void LoadGauge::look_took(Deadline::Clock::duration longest, TimePoint now) noexcept {
  if (longest >= kCostlyYield) {
    cheap_looks_.store(0, std::memory_order_relaxed);
    next_look_.store((now + kLookInterval).time_since_epoch().count(), std::memory_order_relaxed);
    calm_.store(false, std::memory_order_relaxed);
  } else if (!calm_.load(std::memory_order_relaxed)) {
    if (cheap_looks_.fetch_add(1, std::memory_order_relaxed) + 1 >= kLooksToCalm)
      calm_.store(true, std::memory_order_relaxed);
  }
}

LoadGauge& LoadGauge::of_process() noexcept {
  static LoadGauge gauge;
  return gauge;
}

bool SocketPolling::choose() noexcept {
  if (trials_left_ > 0) {
    --trials_left_;
    return !polling_is_better();
  }
  if (++since_trial_ >= interval_) {
    since_trial_ = 0;
    interval_ = std::min(std::max(2 * interval_, kFirstInterval), kLongestInterval);
    trials_left_ = kTrials;
  }
  return polling_is_better();
}

void SocketPolling::took(bool polled, Duration time) noexcept {
  const bool before = polling_is_better();
  count(polled ? polled_ : slept_, time);
  if (polling_is_better() == before) return;
  interval_ = kFirstInterval;
  since_trial_ = 0;
  trials_left_ = 0;
}

// By a tenth, because it costs the processor more.
bool SocketPolling::polling_is_better() const noexcept {
  return polled_.count() != 0 && polled_ + polled_ / 10 < slept_;
}

}  // namespace redisconf
