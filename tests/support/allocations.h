// Counts what the calling thread asks of operator new. A program that links allocations.cpp has its
// own operator new, for all of its code.
#pragma once

namespace redisconf::test {

// Since the thread started. Secrets have memory of their own, which is not counted.
[[nodiscard]] long allocations() noexcept;

template <class Call>
[[nodiscard]] long allocations_of(const Call& call) {
  const long before = allocations();
  call();
  return allocations() - before;
}

}  // namespace redisconf::test
