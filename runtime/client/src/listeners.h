// The listeners of one client.
//
// Thread-safety: every member may run concurrently, without a lock: so a child process may go on to
// use what it inherited.
// Errors: what a listener throws is dropped, and so is an event for which there is no memory.
#pragma once

#include "redisconf/client/events.h"

#include <atomic>
#include <memory>
#include <utility>

namespace redisconf {

class Listeners {
 public:
  Listeners() = default;
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;
  ~Listeners() {
    for (Entry* each = last_.load(); each != nullptr;) delete std::exchange(each, each->before);
  }

  void add(std::shared_ptr<ClientListener> listener) {
    auto* const entry = new Entry{std::move(listener), last_.load(std::memory_order_relaxed)};
    while (!last_.compare_exchange_weak(entry->before, entry, std::memory_order_acq_rel)) {
    }
  }

  // `make` builds the event, and only when somebody listens.
  template <class Event, class Make>
  void tell(void (ClientListener::*heard)(const Event&), const Make& make) noexcept {
    const Entry* const last = last_.load(std::memory_order_acquire);
    if (last == nullptr) return;
    try {
      const Event event = make();
      for (const Entry* each = last; each != nullptr; each = each->before)
        tell_one(*each->listener, heard, event);
    } catch (...) {  // no memory; the call that made the event goes on
      return;
    }
  }

 private:
  struct Entry {
    std::shared_ptr<ClientListener> listener;
    Entry* before;
  };

  template <class Event>
  static void tell_one(ClientListener& listener, void (ClientListener::*heard)(const Event&),
                       const Event& event) noexcept {
    try {
      (listener.*heard)(event);
    } catch (...) {  // a listener's fault is not the caller's
      return;
    }
  }

  std::atomic<Entry*> last_{nullptr};
};

}  // namespace redisconf
