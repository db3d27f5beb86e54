// Memory for secrets: left out of core dumps, kept out of swap as far as the process may lock
// memory, and wiped when it is given back.
//
// Small blocks share pages and are reused without a system call; a large one has pages of its own,
// which go back to the system.
//
// Ownership:     who takes a block gives it back with the size that it asked for.
// Thread-safety: all functions may run concurrently, and after fork() in the child.
// Errors:        std::bad_alloc. Memory that can't be locked or hidden is used all the same.
#pragma once

#include <cstddef>

namespace redisconf::secret_memory {

// Blocks up to this size (bytes) share pages.
inline constexpr std::size_t kMaxSharedBytes = 2048;

[[nodiscard]] char* take(std::size_t size);

void give_back(char* block, std::size_t size) noexcept;

}  // namespace redisconf::secret_memory
