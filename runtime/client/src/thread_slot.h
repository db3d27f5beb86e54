// A number for each thread, so that counters on hot paths are written by one thread alone: a plain
// load and store of about a nanosecond, where threads that share a counter pay for the cache line.
//
// Thread-safety: every function may run concurrently. Errors: none.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>

namespace redisconf {

// Threads beyond these, and threads that are about to end, share the last slot.
inline constexpr std::size_t kThreadSlots = 128;
inline constexpr std::size_t kSharedSlot = kThreadSlots - 1;

namespace detail {
inline constexpr std::size_t kNoSlot = kThreadSlots;
extern constinit thread_local std::size_t thread_slot;
std::size_t claim_thread_slot() noexcept;
}  // namespace detail

// Below kThreadSlots. Held until the thread ends; then the next new thread takes it over, with all
// that was written through it.
inline std::size_t this_thread_slot() noexcept {
  const std::size_t slot = detail::thread_slot;
  return slot != detail::kNoSlot ? slot : detail::claim_thread_slot();
}

// A counter in a part of PerThread.
class SlotCounter {
 public:
  void add(std::size_t slot, std::uint64_t amount) noexcept {
    if (slot == kSharedSlot) {
      value_.fetch_add(amount, std::memory_order_relaxed);
    } else {
      value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
  }
  void reset() noexcept { value_.store(0, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// Makes the object at its first use; nullptr when there is no memory for it.
template <class Part>
Part* made_once(std::atomic<Part*>& place) noexcept {
  if (Part* const part = place.load(std::memory_order_acquire)) return part;
  Part* const fresh = new (std::nothrow) Part;
  Part* present = nullptr;
  if (place.compare_exchange_strong(present, fresh, std::memory_order_acq_rel)) return fresh;
  delete fresh;
  return present;
}

// One Part for each slot that was ever used. A Part that is written with SlotCounter may be read by
// any thread at any time.
template <class Part>
class PerThread {
 public:
  PerThread() = default;
  PerThread(const PerThread&) = delete;
  PerThread& operator=(const PerThread&) = delete;
  ~PerThread() {
    for (auto& place : parts_) delete place.load(std::memory_order_acquire);
  }

  // The calling thread's, or nullptr when there is no memory for it.
  [[nodiscard]] Part* at(std::size_t slot) noexcept { return made_once(parts_[slot]); }

  template <class Use>
  void for_each(const Use& use) const {
    for (const auto& place : parts_) {
      if (const Part* const part = place.load(std::memory_order_acquire)) use(*part);
    }
  }

 private:
  std::array<std::atomic<Part*>, kThreadSlots> parts_{};
};

}  // namespace redisconf
