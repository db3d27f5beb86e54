// What the thread of a publisher sleeps on: work in the spool, or a sign that the server may be back.
//
// Thread-safety: wait functions for one thread, the others for any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace redisconf {

class Waker {
 public:
  void tell_of_work() { set(work_); }
  void tell_of_server() { set(server_); }
  void stop() { set(stopped_); }

  [[nodiscard]] bool stopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

  void wait_for_work(std::chrono::milliseconds most) { wait(work_, most); }
  void wait_for_server(std::chrono::milliseconds most) { wait(server_, most); }

 private:
  void set(bool& sign) {
    {
      const std::lock_guard lock(mutex_);
      if (sign) return;
      sign = true;
    }
    changed_.notify_one();
  }

  void wait(bool& sign, std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, most, [&] { return sign || stopped_; });
    sign = false;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool work_ = false;
  bool server_ = false;
  bool stopped_ = false;
};

}  // namespace redisconf
