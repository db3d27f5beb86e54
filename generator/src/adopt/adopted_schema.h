// A proposal as schema files. What somebody has to decide is marked by a comment, `decide: ...`, which
// `redisconf lint` finds until it is gone.
//
// Thread-safety: pure.
#pragma once

#include <string>

#include "adopt/proposal.h"

namespace redisconf::compiler {

// Formatted.
[[nodiscard]] std::string adopted_shared_schema(const Proposal& proposal);
[[nodiscard]] std::string adopted_service_schema(const ProposedService& service, const std::string& summary);

}  // namespace redisconf::compiler
