// The configuration that a client works with, which may be replaced while it works. What was there
// before is kept, since somebody may still read it.
//
// Thread-safety: current() may run concurrently with everything and takes no lock; replace() may too.
#pragma once

#include "redisconf/config/service_config.h"

#include <atomic>
#include <deque>
#include <mutex>

namespace redisconf {

class ConfigCell {
 public:
  explicit ConfigCell(const ServiceConfig& config) { replace(config); }

  [[nodiscard]] const ServiceConfig& current() const noexcept {
    return *current_.load(std::memory_order_acquire);
  }

  void replace(const ServiceConfig& config) {
    const std::lock_guard lock(mutex_);
    current_.store(&kept_.emplace_back(config), std::memory_order_release);
  }

 private:
  std::mutex mutex_;
  std::deque<ServiceConfig> kept_;  // under mutex_
  std::atomic<const ServiceConfig*> current_{nullptr};
};

}  // namespace redisconf
