// A lock for much reading and little writing: a reader takes the one of a few inner locks that belongs to
// its thread, so that the line it writes is mostly in its own core's cache; a writer takes all. What readers
// count stands in the same line, and costs them next to nothing.
//
// Thread-safety: any number of threads. Not recursive. Errors: none.
#pragma once

#include "thread_stripe.h"

#include <sched.h>
#include <array>
#include <atomic>
#include <cstdint>

namespace redisconf::cache {

class ReaderLock {
 private:
  // Who holds it does so for less than a microsecond, unless it is not running: then it gets the core.
  struct alignas(kCacheLine) Slot {
    std::atomic<bool> taken{false};
    std::atomic<std::uint64_t> counted{0};  // written by who holds the slot

    void lock() noexcept {
      while (taken.exchange(true, std::memory_order_acquire)) {
        for (int look = 0; taken.load(std::memory_order_relaxed); ++look) {
          constexpr int kLooks = 64;
          if (look >= kLooks) ::sched_yield();
        }
      }
    }
    void unlock() noexcept { taken.store(false, std::memory_order_release); }
  };

 public:
  class Shared {
   public:
    explicit Shared(ReaderLock& lock) noexcept : slot_(lock.slots_[stripe_of_thread()]) { slot_.lock(); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared() { slot_.unlock(); }

    void count() noexcept {
      slot_.counted.store(slot_.counted.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }

   private:
    Slot& slot_;
  };

  class Exclusive {
   public:
    explicit Exclusive(ReaderLock& lock) noexcept : lock_(lock) {
      for (Slot& slot : lock_.slots_) slot.lock();
    }
    Exclusive(const Exclusive&) = delete;
    Exclusive& operator=(const Exclusive&) = delete;
    ~Exclusive() {
      for (Slot& slot : lock_.slots_) slot.unlock();
    }

   private:
    ReaderLock& lock_;
  };

  // By all readers so far; exact when there are none.
  [[nodiscard]] std::uint64_t counted() const noexcept {
    std::uint64_t sum = 0;
    for (const Slot& slot : slots_) sum += slot.counted.load(std::memory_order_relaxed);
    return sum;
  }

 private:
  std::array<Slot, kStripes> slots_;
};

}  // namespace redisconf::cache
