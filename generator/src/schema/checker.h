// Checks that need the final values: rules between settings, and what strict environments forbid.
#pragma once

#include "diagnostics/diagnostics.h"
#include "schema/resolver.h"

namespace redisconf::compiler {

void check_resolved(const ResolvedService& service, Diagnostics& diagnostics);

}  // namespace redisconf::compiler
