// Tells a process from the one that it was forked from. A child has copies of its parent's descriptors: a
// byte that it sent there would land in the middle of the parent's own. Of objects with threads it has
// copies without the threads, and perhaps with locks that nobody gives back.
//
// Thread-safety: may run concurrently. Errors: none.
#pragma once

#include <redisconf/config/export.h>

#include <memory>
#include <utility>

namespace redisconf {

// Differs between a process and its children, however often they fork; costs one load.
[[nodiscard]] REDISCONF_PUBLIC unsigned fork_generation() noexcept;

// Deletes in the process that made it; a child leaves its copy as it is, memory and all, for to end it
// would be to wait for a thread that is not there.
template <class T>
class DeleteUnlessInherited {
 public:
  void operator()(T* object) const noexcept {
    if (made_here()) delete object;
  }
  [[nodiscard]] bool made_here() const noexcept { return generation_ == fork_generation(); }

 private:
  unsigned generation_ = fork_generation();
};

template <class T>
using ProcessOwned = std::unique_ptr<T, DeleteUnlessInherited<T>>;

template <class T, class... Arguments>
[[nodiscard]] ProcessOwned<T> make_process_owned(Arguments&&... arguments) {
  return ProcessOwned<T>(std::make_unique<T>(std::forward<Arguments>(arguments)...).release());
}

}  // namespace redisconf
