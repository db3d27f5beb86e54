// Diagnostics as people read them: path:line:col, the line, a caret, the rule and the fix.
#pragma once

#include <string>

#include "diagnostics.h"

namespace redisconf::compiler {

[[nodiscard]] std::string format_diagnostics(const Diagnostics& diagnostics, bool colour);

}  // namespace redisconf::compiler
