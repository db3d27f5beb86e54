// Sleeping on an atomic with a deadline, which std::atomic can't (futex(2)).
#pragma once

#include "redisconf/client/deadline.h"

#include <atomic>
#include <cstdint>

namespace redisconf {

// Returns when the value is no longer `expected`, when somebody woke it, at the deadline, or for no
// reason.
void futex_wait(const void* address, std::uint32_t expected, Deadline deadline) noexcept;

// Harmless when the address is no longer what it was.
void futex_wake_one(const void* address) noexcept;

template <class Value>
void sleep_on(const std::atomic<Value>& value, Value expected, Deadline deadline) noexcept {
  static_assert(sizeof(std::atomic<Value>) == sizeof(std::uint32_t) &&
                std::atomic<Value>::is_always_lock_free);
  futex_wait(&value, static_cast<std::uint32_t>(expected), deadline);
}

template <class Value>
void wake_one(const std::atomic<Value>* value) noexcept {
  futex_wake_one(value);
}

}  // namespace redisconf
