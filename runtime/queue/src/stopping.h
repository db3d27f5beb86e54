// Lets threads sleep until it is time to stop, or somebody wakes them.
// Thread-safety: every member may run concurrently.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace redisconf::queue {

class Stopping {
 public:
  // False when it is time to stop.
  bool sleep(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [this] { return stopped_ || woken_; });
    woken_ = false;
    return !stopped_;
  }

  void wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_all();
  }

  // Whether somebody called wake() since the last sleep.
  [[nodiscard]] bool take_wake() {
    const std::lock_guard lock(mutex_);
    return std::exchange(woken_, false);
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  [[nodiscard]] bool stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  bool woken_ = false;
};

// After an error of Redis. The client itself dials with back-off, and refuses calls until it got through:
// asking it again is cheap.
inline constexpr std::chrono::milliseconds kAfterError{20};

}  // namespace redisconf::queue
