// Lets one allocation of this thread fail, as on a machine without memory. Only in a program of its
// own, because it replaces operator new.
#pragma once

namespace redisconf::test {

class FailingAllocation {
 public:
  // The `number`th from here on, counted from 1, throws std::bad_alloc; all others succeed.
  explicit FailingAllocation(long number) noexcept;
  FailingAllocation(const FailingAllocation&) = delete;
  FailingAllocation& operator=(const FailingAllocation&) = delete;
  ~FailingAllocation();

  // Whether it was reached.
  [[nodiscard]] bool failed() const noexcept;
};

// Of the whole process, not given back yet.
[[nodiscard]] long allocations_alive() noexcept;

}  // namespace redisconf::test
