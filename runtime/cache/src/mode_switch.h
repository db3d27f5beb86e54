// In which mode a cache is, and who is told of a change: once, and with hysteresis. One call that fails does
// not end the mode `redis`, several in a row do, or one that says that there is no connection.
//
// Thread-safety: any number of threads. Errors: none; what listeners throw is dropped.
#pragma once

#include "redisconf/cache/events.h"

#include <redisconf/client/errors.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace redisconf::cache {

// Whether Redis did not take part, so that another call may do better: unreachable, too slow, loading, full.
// Else the call itself is wrong, or not allowed.
[[nodiscard]] bool is_away(const RedisError& error);

// Whether the command may have run all the same.
[[nodiscard]] bool may_have_run(const RedisError& error);

class ModeSwitch {
 public:
  explicit ModeSwitch(std::string cache) : cache_(std::move(cache)) {}

  [[nodiscard]] CacheMode mode() const noexcept { return mode_.load(std::memory_order_acquire); }

  void succeeded() noexcept {
    if (failures_.load(std::memory_order_relaxed) != 0) failures_.store(0, std::memory_order_relaxed);
  }

  // Whether it is time for CacheMode::memory. Only of errors that is_away() says so.
  [[nodiscard]] bool failed(const RedisError& error) noexcept;

  // From one mode into another; false when it is in neither `before` any more.
  bool change(CacheMode before, CacheMode after, const std::string& cause = {});

  // The cause of the last switch to CacheMode::memory.
  [[nodiscard]] std::string cause() const;

  void add_listener(std::shared_ptr<CacheListener> listener);
  [[nodiscard]] std::array<std::uint64_t, 4> switches() const;

 private:
  const std::string cache_;
  std::atomic<CacheMode> mode_{CacheMode::initializing};
  std::atomic<int> failures_{0};  // in a row
  mutable std::mutex mutex_;      // of what follows
  std::array<std::uint64_t, 4> switches_{};
  std::uint64_t number_ = 0;
  std::string cause_;
  std::vector<std::shared_ptr<CacheListener>> listeners_;
};

}  // namespace redisconf::cache
