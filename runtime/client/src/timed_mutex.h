// A mutex whose waits may end at a deadline. std::timed_mutex waits by pthread_mutex_clocklock(), which
// ThreadSanitizer of GCC 12 does not see, so that it takes each unlock for a fault.
//
// Thread-safety: as std::timed_mutex, whose interface it has. Errors: none.
#pragma once

#include "redisconf/client/deadline.h"

#include <condition_variable>
#include <mutex>

namespace redisconf {

class TimedMutex {
 public:
  [[nodiscard]] bool try_lock() noexcept {
    const std::lock_guard lock(mutex_);
    return take();
  }

  [[nodiscard]] bool try_lock_until(Deadline::Clock::time_point until) {
    std::unique_lock lock(mutex_);
    return freed_.wait_until(lock, until, [this] { return !locked_; }) && take();
  }

  void unlock() noexcept {
    {
      const std::lock_guard lock(mutex_);
      locked_ = false;
    }
    freed_.notify_one();
  }

 private:
  [[nodiscard]] bool take() noexcept {
    if (locked_) return false;
    return locked_ = true;
  }

  std::mutex mutex_;
  std::condition_variable freed_;
  bool locked_ = false;  // under mutex_
};

}  // namespace redisconf
