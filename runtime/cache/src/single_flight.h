// One computation a key at a time within a process: the first caller leads, the others wait for what
// it brings.
//
// Thread-safety: every member may run concurrently. Flights outlive their table.
// Errors:        none of its own.
#pragma once

#include "redisconf/client/deadline.h"

#include <array>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

namespace redisconf::cache {

// What a computation gave: an entry (header and value), or an error.
struct Landing {
  std::shared_ptr<const std::string> entry;
  std::exception_ptr error;
};

class Flight {
 public:
  explicit Flight(std::string key) : key_(std::move(key)) {}

  void land(Landing landing);

  // Nothing when it has not landed by then.
  [[nodiscard]] std::optional<Landing> wait(Deadline deadline) const;

  // Who leads it now, so that a computation which asks for its own result is told instead of waiting.
  void led_by_this_thread();
  [[nodiscard]] bool is_led_by_this_thread() const;

  [[nodiscard]] const std::string& key() const noexcept { return key_; }

 private:
  std::string key_;
  mutable std::mutex mutex_;
  mutable std::condition_variable landed_;
  std::optional<Landing> landing_;
  std::thread::id leader_;
};

class SingleFlight {
 public:
  struct Boarding {
    std::shared_ptr<Flight> flight;
    bool leads = false;  // then it must land(), whatever happens
  };

  [[nodiscard]] Boarding board(std::string_view key);

  // Ends it: callers that come from now on lead a flight of their own.
  void land(const std::shared_ptr<Flight>& flight, Landing landing);

 private:
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<Flight>> flights;
  };

  [[nodiscard]] Shard& shard_of(std::string_view key);

  std::array<Shard, 16> shards_;
};

}  // namespace redisconf::cache
