#include "load.h"

#include <algorithm>
#include <chrono>

namespace redisconf {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kProbeInterval{100};
constexpr milliseconds kCostlyYield{1};
constexpr int kProbesToCalm = 3;

constexpr int kMostCredit = 16;
constexpr int kPriceOfFailure = 4;
constexpr int kFirstPause = 64;
constexpr int kLongestPause = 4096;

}  // namespace

bool LoadGauge::is_calm(TimePoint now) noexcept {
  if (calm_.load(std::memory_order_relaxed)) return true;
  auto due = next_probe_.load(std::memory_order_relaxed);
  const auto time = now.time_since_epoch();
  if (time.count() < due) return false;
  const auto next = time + std::chrono::duration_cast<Deadline::Clock::duration>(kProbeInterval);
  return next_probe_.compare_exchange_strong(due, next.count(), std::memory_order_relaxed);
}

void LoadGauge::yield_took(Deadline::Clock::duration time, TimePoint now) noexcept {
  if (time < kCostlyYield) {
    if (calm_.load(std::memory_order_relaxed)) return;
    if (cheap_probes_.fetch_add(1, std::memory_order_relaxed) + 1 >= kProbesToCalm) calm_ = true;
    return;
  }
  cheap_probes_ = 0;
  const auto next =
      now.time_since_epoch() + std::chrono::duration_cast<Deadline::Clock::duration>(kProbeInterval);
  next_probe_ = next.count();
  calm_ = false;
}

LoadGauge& LoadGauge::of_process() noexcept {
  static LoadGauge gauge;
  return gauge;
}

bool SocketPolling::is_worthwhile() noexcept {
  if (credit_ > 0) return true;
  if (++left_out_ < pause_) return false;
  left_out_ = 0;
  pause_ = std::min(2 * pause_, kLongestPause);
  credit_ = 1;
  return true;
}

void SocketPolling::succeeded() noexcept {
  credit_ = std::min(credit_ + 1, kMostCredit);
  pause_ = kFirstPause;
}

void SocketPolling::failed() noexcept { credit_ -= kPriceOfFailure; }

}  // namespace redisconf
