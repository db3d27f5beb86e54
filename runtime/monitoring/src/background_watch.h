// Looks at something slow over and over, on a thread of its own, and keeps the last result, so that who
// wants to know never waits.
//
// Thread-safety: every member may run concurrently. Errors: the look must not throw.
#pragma once

#include "redisconf/config/signals_blocked.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace redisconf {

template <class Result>
class BackgroundWatch {
 public:
  using Clock = std::chrono::steady_clock;

  struct View {
    std::shared_ptr<const Result> last;              // of the last look that ended; none before
    std::optional<Clock::time_point> running_since;  // of the look that runs
  };

  // From one look's end to the next one's begin: `interval`; after hurry(), `least`.
  struct Pauses {
    std::chrono::milliseconds interval;
    std::chrono::milliseconds least;
  };

  BackgroundWatch(Pauses pauses, std::function<Result()> look) : pauses_(pauses), look_(std::move(look)) {
    const SignalsBlocked blocked;
    thread_ = std::thread([this] { run(); });
  }
  BackgroundWatch(const BackgroundWatch&) = delete;
  BackgroundWatch& operator=(const BackgroundWatch&) = delete;
  ~BackgroundWatch() { close(); }

  // With the first result when that is there in time.
  [[nodiscard]] View view(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    looked_.wait_for(lock, patience, [this] { return last_ != nullptr; });
    return {last_, running_since_};
  }

  // Something has happened: look soon.
  void hurry() {
    const std::lock_guard lock(mutex_);
    hurried_ = true;
    changed_.notify_all();
  }

  // Waits for the look that runs; there is none after it.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
      changed_.notify_all();
    }
    const std::lock_guard joining(joining_);
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!closed_) {
      hurried_ = false;
      running_since_ = Clock::now();
      lock.unlock();
      auto result = std::make_shared<const Result>(look_());
      lock.lock();
      last_ = std::move(result);
      running_since_.reset();
      looked_.notify_all();
      pause(lock);
    }
  }

  void pause(std::unique_lock<std::mutex>& lock) {
    const auto ended = Clock::now();
    changed_.wait_until(lock, ended + pauses_.least, [this] { return closed_; });
    changed_.wait_until(lock, ended + pauses_.interval, [this] { return closed_ || hurried_; });
  }

  const Pauses pauses_;
  const std::function<Result()> look_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable looked_;
  std::shared_ptr<const Result> last_;
  std::optional<Clock::time_point> running_since_;
  bool hurried_ = false;
  bool closed_ = false;
  std::mutex joining_;
  std::thread thread_;
};

}  // namespace redisconf
