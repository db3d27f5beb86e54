// The listeners of one client.
//
// Thread-safety: every member may run concurrently, without a lock: so a child process may go on to
// use what it inherited.
// Errors: what a listener throws is dropped, and so is an event for which there is no memory.
#pragma once

#include "redisconf/client/events.h"

#include <atomic>
#include <memory>
#include <new>
#include <utility>

namespace redisconf {

class Listeners {
 public:
  Listeners() = default;
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;
  ~Listeners() {
    for (Entry* each = last_.load(); each != nullptr;) delete std::exchange(each, each->before);
    for (Warning* each = warnings_.load(); each != nullptr;) delete std::exchange(each, each->before);
  }

  void add(std::shared_ptr<ClientListener> listener) {
    auto* const entry = new Entry{std::move(listener), last_.load(std::memory_order_relaxed)};
    while (!last_.compare_exchange_weak(entry->before, entry)) {
    }
    for (const Warning* each = warnings_.load(); each != nullptr; each = each->before)
      tell_one(*entry->listener, &ClientListener::warned, each->event);
  }

  // Tells those of now, and those that will come. Who comes in this moment may hear it twice.
  void warn(WarningEvent event) noexcept try {
    auto warning = std::make_unique<Warning>(Warning{std::move(event), warnings_.load()});
    do {
      if (is_known(warning->before, warning->event)) return;
    } while (!warnings_.compare_exchange_weak(warning->before, warning.get()));
    const WarningEvent& kept = warning.release()->event;
    for (const Entry* each = last_.load(); each != nullptr; each = each->before)
      tell_one(*each->listener, &ClientListener::warned, kept);
  } catch (const std::bad_alloc&) {
    return;
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

  struct Warning {
    WarningEvent event;
    Warning* before;
  };

  [[nodiscard]] static bool is_known(const Warning* last, const WarningEvent& event) noexcept {
    for (; last != nullptr; last = last->before) {
      if (last->event.endpoint == event.endpoint && last->event.cause == event.cause) return true;
    }
    return false;
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

  std::atomic<Entry*> last_{nullptr};
  std::atomic<Warning*> warnings_{nullptr};  // a few: one for each server and cause
};

}  // namespace redisconf
