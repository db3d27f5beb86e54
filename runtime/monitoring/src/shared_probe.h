// One look at something slow, shared by all who want to know: not repeated while its result is
// young, nor while it runs.
//
// Thread-safety: get() may run concurrently; the probe runs once at a time, on a caller's thread.
// Errors:        what the probe throws reaches the caller who ran it; another one tries again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace redisconf {

template <class Result>
class SharedProbe {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Pointer = std::shared_ptr<const Result>;

  // A result is `interval` old at most when it is handed out, counted from its end.
  SharedProbe(std::chrono::milliseconds interval, std::function<Result()> probe,
              std::function<Time()> now = std::chrono::steady_clock::now)
      : interval_(interval), probe_(std::move(probe)), now_(std::move(now)) {}

  // The young result; else that of the probe which runs, or is run now.
  [[nodiscard]] Pointer get() {
    std::unique_lock lock(mutex_);
    while (running_) {
      const auto before = ends_;
      ended_.wait(lock, [&] { return ends_ != before; });
      if (result_) return result_;
    }
    if (result_ && now_() - at_ <= interval_) return result_;
    return run(lock);
  }

 private:
  Pointer run(std::unique_lock<std::mutex>& lock) {
    running_ = true;
    result_.reset();
    lock.unlock();
    Pointer fresh;
    try {
      fresh = std::make_shared<const Result>(probe_());
    } catch (...) {
      lock.lock();
      end();
      throw;
    }
    lock.lock();
    result_ = fresh;
    at_ = now_();
    end();
    return fresh;
  }

  void end() {
    running_ = false;
    ++ends_;
    ended_.notify_all();
  }

  std::chrono::milliseconds interval_;
  std::function<Result()> probe_;
  std::function<Time()> now_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool running_ = false;
  unsigned long long ends_ = 0;  // of probes, so that a waiter sees its own end
  Pointer result_;
  Time at_;
};

}  // namespace redisconf
