#include "sim/pendings.h"

#include "pending.h"
#include "sim/sightings.h"

namespace redisconf::sim {

PendingPtr really_take(PendingState first) asm("__real__ZN9redisconf12take_pendingENS_12PendingStateE");
PendingPtr take(PendingState first) asm("__wrap__ZN9redisconf12take_pendingENS_12PendingStateE");
void really_release(const PendingRelease* self, Pending* pending) noexcept
    asm("__real__ZNK9redisconf14PendingReleaseclEPNS_7PendingE");
void release(const PendingRelease* self, Pending* pending) noexcept
    asm("__wrap__ZNK9redisconf14PendingReleaseclEPNS_7PendingE");

Pendings& Pendings::of_process() noexcept {
  static Pendings pendings;
  return pendings;
}

PendingPtr take(PendingState first) {
  saw(Sight::command_is_taken);
  ++Pendings::of_process().taken;
  return really_take(first);
}

void release(const PendingRelease* self, Pending* pending) noexcept {
  saw(Sight::command_is_given_back);
  ++Pendings::of_process().given_back;
  really_release(self, pending);
}

}  // namespace redisconf::sim
