// A job as its handler sees it.
//
// Ownership:     owned by the worker, for the time of the call.
// Thread-safety: const members may run concurrently.
#pragma once

#include <redisconf/config/export.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace redisconf {
namespace queue REDISCONF_PUBLIC {

// A handler throws it when trying again is of no use: the job is dead at once.
class DoNotRetry : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Job {
 public:
  [[nodiscard]] const std::string& id() const noexcept { return id_; }
  [[nodiscard]] const std::string& payload() const noexcept { return payload_; }
  [[nodiscard]] int priority() const noexcept { return priority_; }
  [[nodiscard]] int failures() const noexcept { return failures_; }  // earlier attempts that failed
  [[nodiscard]] int crashes() const noexcept { return crashes_; }    // earlier attempts whose worker died
  [[nodiscard]] std::chrono::sys_time<std::chrono::milliseconds> enqueued() const noexcept {
    return enqueued_;
  }

  // What status() shows meanwhile. False when the worker has lost its lease: nothing was written.
  // Throws RedisError.
  bool progress(std::string_view text);

  // Whether the worker has lost its lease: the job is another worker's now, and what this attempt
  // achieves will be refused. A long handler asks before it does what must not be done twice.
  [[nodiscard]] bool lost() const;

 private:
  friend class Workbench;
  Job() = default;

  std::string id_;
  std::string payload_;
  int priority_ = 0;
  int failures_ = 0;
  int crashes_ = 0;
  std::chrono::sys_time<std::chrono::milliseconds> enqueued_{};
  bool told_progress_ = false;
  std::function<bool(std::string_view)> tell_progress_;
  std::function<bool()> ask_lost_;
};

}  // namespace redisconf
}  // namespace redisconf
