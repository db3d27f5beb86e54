#include "load.h"

#include <algorithm>
#include <chrono>

namespace redisconf {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr milliseconds kCostlyYield{1};
constexpr int kJudgedYields = 1024;
constexpr int kMostCostly = 12;  // of so many
constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{1600};

constexpr microseconds kCompanyNoted{50};  // not more often, because all threads share the place
constexpr milliseconds kAloneAfter{1};

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

void LoadGauge::Yields::add(Duration took) noexcept {
  ++count_;
  if (took >= kCostlyYield) ++costly_;
}

bool LoadGauge::is_calm(TimePoint now) noexcept {
  if (was_calm()) return true;
  if (now.time_since_epoch().count() < next_trial_.load(std::memory_order_relaxed)) return false;
  yields_.store(0, std::memory_order_relaxed);
  costly_.store(0, std::memory_order_relaxed);
  calm_.store(true, std::memory_order_relaxed);
  return true;
}

// A trial is decided by a third of what ends a calm time, as all threads suffer while it lasts. Threads
// that judge at the same moment may count a few yields twice or not at all: no harm.
void LoadGauge::judge(const Yields& yields, TimePoint now) noexcept {
  if (yields.count_ == 0 || !was_calm()) return;
  const int part = pause_.load(std::memory_order_relaxed) > 0 ? 3 : 1;
  if (yields.costly_ > 0 &&
      costly_.fetch_add(yields.costly_, std::memory_order_relaxed) + yields.costly_ >= kMostCostly / part) {
    found_busy(now);
  } else if (yields_.fetch_add(yields.count_, std::memory_order_relaxed) + yields.count_ >=
             kJudgedYields / part) {
    yields_.store(0, std::memory_order_relaxed);
    costly_.store(0, std::memory_order_relaxed);
    pause_.store(0, std::memory_order_relaxed);
  }
}

void LoadGauge::found_busy(TimePoint now) noexcept {
  bool calm = true;
  if (!calm_.compare_exchange_strong(calm, false, std::memory_order_relaxed)) return;
  const Duration before(pause_.load(std::memory_order_relaxed));
  const auto pause = std::clamp<Duration>(2 * before, kFirstPause, kLongestPause);
  pause_.store(pause.count(), std::memory_order_relaxed);
  next_trial_.store((now + pause).time_since_epoch().count(), std::memory_order_relaxed);
}

LoadGauge& LoadGauge::of_process() noexcept {
  static LoadGauge gauge;
  return gauge;
}

void LastCompany::note(TimePoint now) noexcept {
  const auto at = now.time_since_epoch().count();
  if (at - at_.load(std::memory_order_relaxed) > Deadline::Clock::duration(kCompanyNoted).count())
    at_.store(at, std::memory_order_relaxed);
}

bool LastCompany::is_long_ago(TimePoint now) const noexcept {
  const auto since = now.time_since_epoch().count() - at_.load(std::memory_order_relaxed);
  return since > Deadline::Clock::duration(kAloneAfter).count();
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
