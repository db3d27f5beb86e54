#include "circuit_breaker.h"

#include <algorithm>
#include <utility>

namespace redisconf {
namespace {

constexpr unsigned kSecondBits = 32;

std::uint64_t second_of(std::uint64_t tag) noexcept { return tag & ((std::uint64_t{1} << kSecondBits) - 1); }

bool reaches(std::uint64_t part, std::uint64_t whole, std::uint64_t percent) noexcept {
  return part * 100 >= whole * percent;
}

std::uint64_t number_from(int setting) noexcept { return static_cast<std::uint64_t>(setting); }

}  // namespace

CircuitBreaker::CircuitBreaker(const CircuitBreakerSettings& settings, Listener listener)
    : failure_threshold_(number_from(settings.failure_threshold)),
      failure_rate_(number_from(settings.failure_rate)),
      slow_rate_(number_from(settings.slow_rate)),
      minimum_calls_(number_from(settings.minimum_calls)),
      slow_call_(settings.slow_call),
      first_open_time_(settings.recovery_timeout),
      longest_open_time_(settings.max_recovery_timeout),
      listener_(std::move(listener)),
      open_time_(first_open_time_) {}

std::uint64_t CircuitBreaker::tag_of(std::uint64_t number, TimePoint now) noexcept {
  constexpr auto kSecond = static_cast<std::uint64_t>(Clock::duration(std::chrono::seconds(1)).count());
  const std::uint64_t second = static_cast<std::uint64_t>(now.time_since_epoch().count()) / kSecond;
  // One more, so that no tag is that of an empty bucket.
  return ((number + 1) << kSecondBits) | second_of(second);
}

void CircuitBreaker::record(std::uint64_t number, BreakerEffect effect, TimePoint now,
                            Clock::duration took) noexcept {
  if (effect == BreakerEffect::none || number != this->number()) return;
  const std::size_t slot = this_thread_slot();
  Window* const window = windows_.at(slot);
  if (window == nullptr) return;
  const std::uint64_t tag = tag_of(number, now);
  Bucket& bucket = bucket_of(*window, tag);
  bucket.calls.add(slot, 1);
  const bool slow = took >= slow_call_;
  if (slow) bucket.slow.add(slot, 1);
  if (effect == BreakerEffect::failure) {
    bucket.failed.add(slot, 1);
    if (in_a_row_.fetch_add(1, std::memory_order_relaxed) + 1 >= failure_threshold_) return open(number, now);
  } else {
    if (in_a_row_.load(std::memory_order_relaxed) != 0) in_a_row_.store(0, std::memory_order_relaxed);
    if (!slow) return;
  }
  if (is_bad(sums(tag))) open(number, now);
}

// Threads that share a slot may lose a few counts to each other while they empty a bucket.
CircuitBreaker::Bucket& CircuitBreaker::bucket_of(Window& window, std::uint64_t tag) noexcept {
  Bucket& bucket = window.buckets[second_of(tag) % kBuckets];
  if (bucket.tag.load(std::memory_order_relaxed) != tag) {
    bucket.calls.reset();
    bucket.failed.reset();
    bucket.slow.reset();
    bucket.tag.store(tag, std::memory_order_relaxed);
  }
  return bucket;
}

CircuitBreaker::Sums CircuitBreaker::sums(std::uint64_t tag) const noexcept {
  Sums sums;
  windows_.for_each([&](const Window& window) {
    for (const Bucket& bucket : window.buckets) {
      // An older number makes the difference huge; a thread whose clock was read later, too.
      if (tag - bucket.tag.load(std::memory_order_relaxed) >= kBuckets) continue;
      sums.calls += bucket.calls.value();
      sums.failed += bucket.failed.value();
      sums.slow += bucket.slow.value();
    }
  });
  return sums;
}

bool CircuitBreaker::is_bad(const Sums& sums) const noexcept {
  return sums.calls >= minimum_calls_ &&
         (reaches(sums.failed, sums.calls, failure_rate_) || reaches(sums.slow, sums.calls, slow_rate_));
}

CircuitBreaker::Admission CircuitBreaker::admit_probe(TimePoint now) noexcept {
  const Admission refused{Verdict::refused, number()};
  std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return refused;  // another caller gets the probe
  const std::uint64_t word = word_.load(std::memory_order_relaxed);
  if (state_of(word) == CircuitState::closed) return {Verdict::admitted, number_of(word)};
  if (now.time_since_epoch().count() < due_.load(std::memory_order_relaxed)) return refused;
  due_.store((now + open_time_).time_since_epoch().count(), std::memory_order_relaxed);
  const auto changed = change(number_of(word), CircuitState::half_open);
  lock.unlock();
  tell(changed);
  return {Verdict::probe, number_of(word) + 1};
}

void CircuitBreaker::open(std::uint64_t number, TimePoint now) noexcept {
  std::unique_lock lock(mutex_);
  const std::uint64_t word = word_.load(std::memory_order_relaxed);
  if (number_of(word) != number || state_of(word) != CircuitState::closed) return;
  open_time_ = first_open_time_;
  due_.store((now + open_time_).time_since_epoch().count(), std::memory_order_relaxed);
  const auto changed = change(number, CircuitState::open);
  lock.unlock();
  tell(changed);
}

void CircuitBreaker::probe_succeeded(std::uint64_t number) noexcept {
  std::unique_lock lock(mutex_);
  if (state() == CircuitState::closed) return;
  in_a_row_.store(0, std::memory_order_relaxed);  // nothing counts while open
  const auto changed = change(number, CircuitState::closed);
  lock.unlock();
  tell(changed);
}

void CircuitBreaker::probe_failed(std::uint64_t number, TimePoint now) noexcept {
  std::unique_lock lock(mutex_);
  if (state() != CircuitState::half_open || this->number() != number) return;
  open_time_ = std::min(open_time_ * 2, longest_open_time_);
  due_.store((now + open_time_).time_since_epoch().count(), std::memory_order_relaxed);
  const auto changed = change(number, CircuitState::open);
  lock.unlock();
  tell(changed);
}

CircuitBreaker::Clock::duration CircuitBreaker::refused_for(TimePoint now) const noexcept {
  if (state() == CircuitState::closed) return Clock::duration::zero();
  const TimePoint due{Clock::duration(due_.load(std::memory_order_relaxed))};
  return std::max(due - now, Clock::duration::zero());
}

std::optional<CircuitBreaker::Change> CircuitBreaker::change(std::uint64_t number,
                                                             CircuitState after) noexcept {
  const std::uint64_t word = word_.load(std::memory_order_relaxed);
  if (number_of(word) != number) return std::nullopt;
  word_.store(((number + 1) << 2U) | static_cast<std::uint64_t>(after), std::memory_order_release);
  return Change{state_of(word), after, number + 1};
}

void CircuitBreaker::tell(const std::optional<Change>& change) const noexcept {
  const bool replaced_probe = change && change->before == change->after;
  if (change && !replaced_probe && listener_) listener_(*change);
}

}  // namespace redisconf
