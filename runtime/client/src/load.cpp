#include "load.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

namespace redisconf {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// What others use of the processors. A busy server on the same machine takes one of them, which is half of
// two. Beside threads of ours that look, programs that compute take nearly all; beside such that sleep they
// take about half, which must not pass for calm.
constexpr double kBusyFrom = 0.7;
constexpr double kCalmBelow = 0.45;
constexpr int kQuietLooks = 4;  // in a row

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

void LoadGauge::look(TimePoint now) noexcept {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || now.time_since_epoch().count() < next_.load(std::memory_order_relaxed)) return;
  next_.store((now + kPeriod).time_since_epoch().count(), std::memory_order_relaxed);
  const auto times = source_();
  calm_.store(times && judge(*times), std::memory_order_relaxed);
}

bool LoadGauge::judge(const ProcessorTimes& times) noexcept {
  const auto before = std::exchange(last_, times);
  if (!before) return false;
  if (times.all <= before->all || !CPU_EQUAL(&times.processors, &before->processors)) return was_calm();
  const auto all = times.all - before->all;
  const auto others = all - (times.idle - before->idle) - (times.own - before->own);
  const double part = static_cast<double>(others.count()) / static_cast<double>(all.count());
  quiet_looks_ = part < kCalmBelow ? quiet_looks_ + 1 : 0;
  if (part >= kBusyFrom) {
    busy_ = true;
  } else if (quiet_looks_ >= kQuietLooks) {
    busy_ = false;
  }
  return !busy_;
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

// Who polls uses a processor all the time, who sleeps about half of it.
bool SocketPolling::polling_is_better() const noexcept {
  return polled_.count() != 0 && 2 * polled_ < slept_;
}

SocketPolling::Duration SocketPolling::longest() const noexcept {
  return slept_.count() == 0 ? kLongest : std::min<Duration>(kLongest, slept_);
}

}  // namespace redisconf
