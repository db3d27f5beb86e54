// A lock for much reading and little writing: a reader takes the one of a few inner locks that belongs to
// its thread, so that the line it writes is mostly in its own core's cache; a writer takes all.
//
// Thread-safety: any number of threads. Not recursive. Errors: none.
#pragma once

#include <sched.h>
#include <array>
#include <atomic>
#include <cstddef>

namespace redisconf::cache {

class ReaderLock {
 private:
  static constexpr std::size_t kSlots = 8;
  static constexpr std::size_t kLine = 64;

  // Who holds it does so for less than a microsecond, unless it is not running: then it gets the core.
  struct alignas(kLine) Slot {
    std::atomic<bool> taken{false};

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

  [[nodiscard]] static std::size_t slot_of_thread() noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t slot = threads.fetch_add(1, std::memory_order_relaxed) % kSlots;
    return slot;
  }

 public:
  class Shared {
   public:
    explicit Shared(ReaderLock& lock) noexcept : slot_(lock.slots_[slot_of_thread()]) { slot_.lock(); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared() { slot_.unlock(); }

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

 private:
  std::array<Slot, kSlots> slots_;
};

}  // namespace redisconf::cache
