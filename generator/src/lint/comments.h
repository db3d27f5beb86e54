// The comments of a schema file. What looks like one inside a text is none.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstddef>
#include <vector>

#include "text/source_file.h"
#include "yaml/node.h"

namespace redisconf::compiler {

struct Comment {
  std::size_t begin = 0;  // of its '#'
  std::size_t end = 0;    // of its line
  std::size_t line = 0;   // that it is about: its own, or, when it stands alone, the next one that holds
                          // more than a comment; 0 when there is none
};

// In the order of the lines that they are about.
[[nodiscard]] std::vector<Comment> comments_of(const SourceFile& file, const Node& root);

}  // namespace redisconf::compiler
