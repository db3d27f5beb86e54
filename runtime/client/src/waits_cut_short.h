// Lets the end of a client cut short what its background thread waits for: a server that does not answer, a
// dead name server.
//
// Thread-safety: for the thread that it lives in; the flag is set by others. Errors: Fault.
#pragma once

#include "redisconf/client/deadline.h"

#include <atomic>

namespace redisconf {

namespace detail {
extern thread_local const std::atomic<bool>* waits_cut_short;  // null: never
}

class WaitsCutShort {
 public:
  // From here on, waits of this thread end soon after `cut` is true.
  explicit WaitsCutShort(const std::atomic<bool>& cut) noexcept { detail::waits_cut_short = &cut; }
  WaitsCutShort(const WaitsCutShort&) = delete;
  WaitsCutShort& operator=(const WaitsCutShort&) = delete;
  ~WaitsCutShort() { detail::waits_cut_short = nullptr; }
};

// When a wait until `deadline` must look again; throws when it has been cut short.
[[nodiscard]] Deadline next_look(Deadline deadline);

}  // namespace redisconf
