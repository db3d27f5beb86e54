// How much memory this process uses, in bytes: what is resident; under a sanitizer, which keeps much for
// itself, what is allocated.
//
// Thread-safety: may run concurrently. Errors: none; 0 where the system does not tell.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <fstream>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// As <sanitizer/allocator_interface.h> has it, which g++ does not bring.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace redisconf::test {

[[nodiscard]] inline std::size_t memory_in_use() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return __sanitizer_get_current_allocated_bytes();
#else
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
#endif
}

}  // namespace redisconf::test
