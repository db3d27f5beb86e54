// The listeners of one client.
//
// Thread-safety: every member may run concurrently; listeners run outside the lock.
// Errors: what a listener throws is dropped, and so is an event for which there is no memory.
#pragma once

#include "redisconf/client/events.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace redisconf {

class Listeners {
 public:
  void add(std::shared_ptr<ClientListener> listener) {
    const std::lock_guard lock(mutex_);
    listeners_.push_back(std::move(listener));
    any_.store(true, std::memory_order_release);
  }

  // `make` builds the event, and only when somebody listens.
  template <class Event, class Make>
  void tell(void (ClientListener::*heard)(const Event&), const Make& make) noexcept {
    if (!any_.load(std::memory_order_acquire)) return;
    try {
      const Event event = make();
      for (const auto& listener : copy()) tell_one(*listener, heard, event);
    } catch (...) {  // no memory; the call that made the event goes on
      return;
    }
  }

 private:
  [[nodiscard]] std::vector<std::shared_ptr<ClientListener>> copy() const {
    const std::lock_guard lock(mutex_);
    return listeners_;
  }

  template <class Event>
  static void tell_one(ClientListener& listener, void (ClientListener::*heard)(const Event&),
                       const Event& event) noexcept {
    try {
      (listener.*heard)(event);
    } catch (...) {  // a listener's fault is not the caller's
      return;
    }
  }

  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<ClientListener>> listeners_;
  std::atomic<bool> any_{false};
};

}  // namespace redisconf
