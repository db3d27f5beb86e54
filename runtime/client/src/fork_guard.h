// Tells a process from the one that it was forked from: a child has copies of its parent's
// descriptors, and a byte that it sent there would land in the middle of the parent's own.
//
// Thread-safety: may run concurrently. Errors: none.
#pragma once

namespace redisconf {

// Differs between a process and its children, however often they fork; costs one load.
[[nodiscard]] unsigned fork_generation() noexcept;

}  // namespace redisconf
