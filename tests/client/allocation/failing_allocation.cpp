#include "client/allocation/failing_allocation.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> alive{0};
thread_local long until_failure = 0;  // 0: none fails
thread_local bool has_failed = false;

bool fails_now() noexcept {
  if (until_failure == 0 || --until_failure > 0) return false;
  has_failed = true;
  return true;
}

void* allocate(std::size_t size, std::size_t alignment) {
  if (fails_now()) throw std::bad_alloc();
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  void* const found = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (found == nullptr) throw std::bad_alloc();
  ++alive;
  return found;
}

void release(void* address) noexcept {
  if (address == nullptr) return;
  --alive;
  std::free(address);
}

}  // namespace

namespace redisconf::test {

FailingAllocation::FailingAllocation(long number) noexcept {
  has_failed = false;
  until_failure = number;
}

FailingAllocation::~FailingAllocation() { until_failure = 0; }

bool FailingAllocation::failed() const noexcept { return has_failed; }

long allocations_alive() noexcept { return alive; }

}  // namespace redisconf::test

// All forms (C++20, [new.delete]): a sanitizer brings its own of those that are not replaced.
void* operator new(std::size_t size) { return allocate(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__); }
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) { return operator new(size, alignment); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept try {
  return operator new(size);
} catch (const std::bad_alloc&) {
  return nullptr;
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return operator new(size, std::nothrow);
}
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept try {
  return operator new(size, alignment);
} catch (const std::bad_alloc&) {
  return nullptr;
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return operator new(size, alignment, std::nothrow);
}
void operator delete(void* address) noexcept { release(address); }
void operator delete[](void* address) noexcept { release(address); }
void operator delete(void* address, std::size_t) noexcept { release(address); }
void operator delete[](void* address, std::size_t) noexcept { release(address); }
void operator delete(void* address, std::align_val_t) noexcept { release(address); }
void operator delete[](void* address, std::align_val_t) noexcept { release(address); }
void operator delete(void* address, std::size_t, std::align_val_t) noexcept { release(address); }
void operator delete[](void* address, std::size_t, std::align_val_t) noexcept { release(address); }
void operator delete(void* address, const std::nothrow_t&) noexcept { release(address); }
void operator delete[](void* address, const std::nothrow_t&) noexcept { release(address); }
void operator delete(void* address, std::align_val_t, const std::nothrow_t&) noexcept { release(address); }
void operator delete[](void* address, std::align_val_t, const std::nothrow_t&) noexcept { release(address); }
