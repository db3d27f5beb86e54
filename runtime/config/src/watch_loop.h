// The thread of a ConfigWatcher: waits for its files and timers, and polls it.
//
// Ownership:     joins its thread when it goes; a child of fork() has none and leaves it alone.
// Thread-safety: wake() from any thread. Errors: Error or std::system_error from the constructor.
#pragma once

#include "tool_process.h"

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace redisconf {

class WatchLoop {
 public:
  struct Work {
    std::function<int()> fd;       // to wait for; -1: none
    std::function<int()> timeout;  // milliseconds; -1: for ever
    std::function<void()> poll;
  };

  explicit WatchLoop(Work work);
  WatchLoop(const WatchLoop&) = delete;
  WatchLoop& operator=(const WatchLoop&) = delete;
  ~WatchLoop();

  // Looks at the timeout again.
  void wake() noexcept;

 private:
  void run();

  Work work_;
  Descriptor wake_;
  pid_t owner_;
  std::atomic<bool> stopping_{false};
  std::unique_ptr<std::thread> thread_;
};

}  // namespace redisconf
