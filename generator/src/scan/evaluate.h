// What a piece of source code says about its value, as far as one can tell without running it:
// a literal, a variable of the environment and its stand-in, or something computed.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <optional>
#include <string>

#include "scan/raw_value.h"
#include "scan/source_code.h"

namespace redisconf::compiler::scan {

struct EnvironmentRead {
  RawValue value;       // with its variable
  std::size_t end = 0;  // first token after it and its fallback
};

// The read that starts at token `index`: os.environ["X"], process.env.X, ENV.fetch("X", "d"),
// os.Getenv("X"), std::getenv("X") ... None for what sets a variable.
[[nodiscard]] std::optional<EnvironmentRead> environment_read(const SourceCode& code, std::size_t index,
                                                              int depth = 0);

// `depth` counts the names and stand-ins behind which the value stood so far.
[[nodiscard]] RawValue evaluate(const SourceCode& code, Range range, int depth = 0);

}  // namespace redisconf::compiler::scan
