#include "spinning_mutex.h"

#include "futex.h"

#include <sched.h>

#include <chrono>

namespace redisconf {
namespace {

constexpr int kLooks = 30;
constexpr int kYields = 4;  // few: beside programs that compute, one may take a time slice

void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

void SpinningMutex::lock_slowly() noexcept {
  for (int yields = 0; yields < kYields; ++yields) {
    for (int looks = 0; looks < kLooks; ++looks) {
      if (state_.load(std::memory_order_relaxed) == State::free && try_lock()) return;
      pause();
    }
    sched_yield();
  }
  while (state_.exchange(State::wanted, std::memory_order_acquire) != State::free)
    sleep_on(state_, State::wanted, Deadline::after(std::chrono::seconds(1)));
}

void SpinningMutex::wake() noexcept { wake_one(&state_); }

}  // namespace redisconf
