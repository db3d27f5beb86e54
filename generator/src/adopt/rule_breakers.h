// Values that are good one by one and not together: `timeouts.connect must be at most timeouts.health`.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include "adopt/proposal.h"

namespace redisconf::compiler {

// What breaks a rule with the other values, or with the catalogue's standards, waits for a decision.
void withdraw_what_breaks_rules(Proposal& proposal);

}  // namespace redisconf::compiler
