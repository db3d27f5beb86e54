#include "sim/breaker_model.h"

#include <algorithm>
#include <chrono>

namespace redisconf::sim {
namespace {

constexpr std::int64_t kSeconds = 10;

std::int64_t second_of(Time time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace

void BreakerModel::record(std::uint64_t number, BreakerEffect effect, Time now, Duration took) {
  if (effect == BreakerEffect::none || number != number_) return;
  const bool failed = effect == BreakerEffect::failure;
  const bool slow = took >= settings_.slow_call;
  calls_.push_back({second_of(now), failed, slow});
  failures_in_a_row_ = failed ? failures_in_a_row_ + 1 : 0;
  if (state_ != CircuitState::closed || (!failed && !slow)) return;
  const bool in_a_row = failed && failures_in_a_row_ >= settings_.failure_threshold;
  if (in_a_row || too_many(second_of(now))) open(now);
}

bool BreakerModel::too_many(std::int64_t second) const {
  std::int64_t all = 0;
  std::int64_t failed = 0;
  std::int64_t slow = 0;
  for (const Call& call : calls_) {
    if (call.second > second || call.second <= second - kSeconds) continue;
    ++all;
    failed += call.failed ? 1 : 0;
    slow += call.slow ? 1 : 0;
  }
  if (all < settings_.minimum_calls) return false;
  return failed * 100 >= all * settings_.failure_rate || slow * 100 >= all * settings_.slow_rate;
}

void BreakerModel::open(Time now) {
  open_time_ = settings_.recovery_timeout;
  due_ = now + open_time_;
  change(CircuitState::open);
}

CircuitBreaker::Verdict BreakerModel::ask_for_probe(Time now) {
  if (state_ == CircuitState::closed) return CircuitBreaker::Verdict::admitted;
  if (now < due_) return CircuitBreaker::Verdict::refused;
  due_ = now + open_time_;
  change(CircuitState::half_open);
  return CircuitBreaker::Verdict::probe;
}

void BreakerModel::probe_succeeded(std::uint64_t number) {
  if (state_ == CircuitState::closed || number != number_) return;
  failures_in_a_row_ = 0;
  change(CircuitState::closed);
}

void BreakerModel::probe_failed(std::uint64_t number, Time now) {
  if (state_ != CircuitState::half_open || number != number_) return;
  open_time_ = std::min<Duration>(open_time_ * 2, settings_.max_recovery_timeout);
  due_ = now + open_time_;
  change(CircuitState::open);
}

void BreakerModel::change(CircuitState state) {
  state_ = state;
  ++number_;
  calls_.clear();
}

}  // namespace redisconf::sim
