// The canonical style of schema files. It changes white space only: never a value, a quote, the
// order of keys, a line break or the words of a comment.
//
// - blocks are indented by 2, sequences below their key too; one blank behind "-", ":" and ","
// - flow collections are written {a: 1, b: [x, y]}; what has several lines keeps them, indented
// - a comment behind text begins in column 34, in neighbouring lines two or more blanks behind the
//   longest; one of its own line is indented as the block that it stands in
// - at most one empty line in a row, none at the beginning; no blanks at line ends; LF; the last
//   line is ended
//
// Thread-safety: pure but for the diagnostics.
#pragma once

#include <optional>
#include <string>

#include "diagnostics/diagnostics.h"
#include "text/source_file.h"
#include "yaml/node.h"

namespace redisconf::compiler {

// Formatted, and read again to prove that it says the same. Nothing when the file can't be read
// as a schema, or when the proof fails; a diagnostic says which.
[[nodiscard]] std::optional<std::string> format_schema(const SourceFile& file, Diagnostics& diagnostics);

// Whether both trees hold the same keys, in the same order, and the same values. Quotes count:
// "1" is no number.
[[nodiscard]] bool same_tree(const Node& left, const Node& right);

}  // namespace redisconf::compiler
