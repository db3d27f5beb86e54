// Which of a few cache lines a thread or a processor writes, so that they disturb each other little.
//
// Thread-safety: any number of threads. Errors: none.
#pragma once

#include <sched.h>
#include <atomic>
#include <cstddef>

namespace redisconf::cache {

inline constexpr std::size_t kStripes = 8;
inline constexpr std::size_t kCacheLine = 64;

namespace detail {
// Initialised as a constant: no guard stands before each use.
inline constinit thread_local std::size_t thread_stripe = kStripes;
inline constinit std::atomic<std::size_t> striped_threads{0};
}  // namespace detail

// Below kStripes; threads get them in turn.
[[nodiscard]] inline std::size_t stripe_of_thread() noexcept {
  std::size_t& stripe = detail::thread_stripe;
  if (stripe == kStripes) {
    stripe = detail::striped_threads.fetch_add(1, std::memory_order_relaxed) % kStripes;
  }
  return stripe;
}

// Below kStripes. The thread may run elsewhere in the next moment: what is written there is atomic.
[[nodiscard]] inline std::size_t stripe_of_processor() noexcept {
  const int processor = ::sched_getcpu();  // a load, where glibc has rseq
  return processor < 0 ? 0 : static_cast<std::size_t>(processor) % kStripes;
}

}  // namespace redisconf::cache
