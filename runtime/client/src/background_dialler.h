// The one thread of an endpoint that dials while nobody waits: so that a server that comes back is
// found without a call having to fail first. It lives from the first wake() until the end, asleep
// while there is nothing to dial, and takes no signals.
//
// Thread-safety: every member may run concurrently.
// Errors:        none; where no thread can be started, wake() says so, and tries again the next time.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace redisconf {

class BackgroundDialler {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // `step` dials when that is due, and returns how long to wait before it is called again; nothing
  // when there is nothing more to do until wake(). Must not throw. Runs on the thread alone.
  explicit BackgroundDialler(std::function<std::optional<Duration>()> step);
  BackgroundDialler(const BackgroundDialler&) = delete;
  BackgroundDialler& operator=(const BackgroundDialler&) = delete;

  // Stops, and waits for a step that is under way.
  ~BackgroundDialler();

  // Cuts short what a step waits for; no other one begins. Does not wait for its end.
  void stop() noexcept;

  // Calls `step` soon, also during the wait that it asked for. False where no thread can be started.
  bool wake() noexcept;

 private:
  void run();

  const std::function<std::optional<Duration>()> step_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false;  // under mutex_, as those below
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace redisconf
