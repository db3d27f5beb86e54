// Writes a schema file's tokens in the canonical style; formatter.h says what that is.
//
// Thread-safety: pure. Errors: none; what comes out is checked by the formatter.
#pragma once

#include <string>
#include <vector>

#include "edit/tokens.h"

namespace redisconf::compiler {

[[nodiscard]] std::string lay_out(const SourceFile& file, const std::vector<Token>& tokens);

}  // namespace redisconf::compiler
