// What waits for its way to Sentry: bounded, limited, and sent by one thread.
//
// Thread-safety: every member may run concurrently. Errors: std::bad_alloc.
#pragma once

#include "sentry_dsn.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace redisconf {

// Tokens: so many at first, and one more each `refill` until there are so many again.
class EventLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr int kBurst = 10;
  static constexpr std::chrono::seconds kRefill{6};

  [[nodiscard]] bool take(Time now) {
    if (full_at_ < now) full_at_ = now;
    if (full_at_ + kRefill > now + kBurst * kRefill) return false;
    full_at_ += kRefill;
    return true;
  }

 private:
  Time full_at_{};  // when all tokens will be there
};

class SentryQueue {
 public:
  using Clock = std::chrono::steady_clock;
  // Writes the envelope of an event before which so many were left out.
  using Make = std::function<std::string(std::uint64_t left_out)>;
  using Post = std::function<SentryAnswer(const std::string& envelope, const std::atomic<bool>& give_up)>;

  static constexpr std::size_t kMostWaiting = 64;
  static constexpr int kMostTries = 3;

  // `retry_pause` between two tries of one event.
  SentryQueue(Post post, std::chrono::milliseconds retry_pause);
  SentryQueue(const SentryQueue&) = delete;
  SentryQueue& operator=(const SentryQueue&) = delete;
  ~SentryQueue() { close(std::chrono::milliseconds(0)); }

  void add(Make make);
  void close(std::chrono::milliseconds patience);

  [[nodiscard]] std::uint64_t sent() const noexcept { return sent_.load(); }
  [[nodiscard]] std::uint64_t left_out() const noexcept { return left_out_.load(); }

 private:
  void run();
  void send_first(std::unique_lock<std::mutex>& lock);
  void settle(const SentryAnswer& answer);
  void leave_out();

  const Post post_;
  const std::chrono::milliseconds retry_pause_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Make> waiting_;
  EventLimit limit_;
  Clock::time_point silent_until_{};  // as Sentry asked
  std::uint64_t untold_ = 0;          // left out, and told in no event yet
  bool closing_ = false;
  bool ended_ = false;
  std::atomic<bool> give_up_{false};
  std::atomic<std::uint64_t> sent_{0};
  std::atomic<std::uint64_t> left_out_{0};
  std::mutex joining_;
  std::thread thread_;
};

}  // namespace redisconf
