// A schema file's text for people's eyes, as a difference shows it: values that may be secret
// are ***.
//
// Shown are values of keys that are known to hold none; a file with a misspelt `password` is
// what this is for.
//
// Thread-safety: pure.
#pragma once

#include <string>
#include <vector>

#include "edit/tokens.h"
#include "yaml/node.h"

namespace redisconf::compiler {

// `root` and the file belong together, as read_yaml() gave them.
[[nodiscard]] std::string veiled_text(const SourceFile& file, const Node& root);

}  // namespace redisconf::compiler
