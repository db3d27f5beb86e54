// A lock for a few hundred nanoseconds of work that many threads want at once: looks again, lets
// others run, and sleeps on a futex at last. std::mutex sleeps at once, and a wake-up takes longer than
// what it guards.
//
// Thread-safety: as std::mutex, whose interface it has. Errors: none.
#pragma once

#include <atomic>
#include <cstdint>

namespace redisconf {

class SpinningMutex {
 public:
  void lock() noexcept {
    if (!try_lock()) lock_slowly();
  }
  [[nodiscard]] bool try_lock() noexcept {
    auto expected = State::free;
    return state_.compare_exchange_strong(expected, State::locked, std::memory_order_acquire,
                                          std::memory_order_relaxed);
  }
  void unlock() noexcept {
    if (state_.exchange(State::free, std::memory_order_release) == State::wanted) wake();
  }

 private:
  enum class State : std::uint32_t {
    free,
    locked,
    wanted,  // locked, and somebody may sleep
  };

  void lock_slowly() noexcept;
  void wake() noexcept;

  std::atomic<State> state_{State::free};
};

}  // namespace redisconf
