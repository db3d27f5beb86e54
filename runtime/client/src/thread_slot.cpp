#include "thread_slot.h"

#include <mutex>

namespace redisconf::detail {

constinit thread_local std::size_t thread_slot = kNoSlot;

namespace {

// The lock also hands over what the last owner of a slot wrote to the next one.
constinit std::mutex taken_mutex;
constinit std::array<bool, kSharedSlot> taken{};

std::size_t take_free_slot() noexcept {
  const std::lock_guard lock(taken_mutex);
  for (std::size_t slot = 0; slot < taken.size(); ++slot) {
    if (!taken.at(slot)) {
      taken.at(slot) = true;
      return slot;
    }
  }
  return kSharedSlot;
}

// Destructors of other thread-local objects may still count after this one.
struct GiveBack {
  std::size_t slot;
  ~GiveBack() {
    thread_slot = kSharedSlot;
    if (slot == kSharedSlot) return;
    const std::lock_guard lock(taken_mutex);
    taken.at(slot) = false;
  }
};

}  // namespace

std::size_t claim_thread_slot() noexcept {
  thread_local const GiveBack claimed{take_free_slot()};
  thread_slot = claimed.slot;
  return thread_slot;
}

}  // namespace redisconf::detail
