// Reads one schema file strictly: of YAML only mappings, sequences and scalars.
//
// Refused, each with its position: what is not UTF-8, control characters, aliases, anchors, tags,
// merge keys, several documents, keys that stand twice, depth over kMaxDepth, more than kMaxNodes. A byte
// order mark and CR LF are accepted.
//
// Thread-safety: separate files may be read concurrently.
#pragma once

#include <cstddef>
#include <optional>

#include "diagnostics/diagnostics.h"
#include "text/source_file.h"
#include "yaml/node.h"

namespace redisconf::compiler {

inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxNodes = 15000;  // keys, values and containers
inline constexpr std::size_t kMaxFileBytes = std::size_t{256} * 1024;

// Longest line, in bytes without its end.
inline constexpr std::size_t kMaxLineBytes = std::size_t{64} * 1024;

// The file's one mapping. Nothing when there is none; then a diagnostic says why.
[[nodiscard]] std::optional<Node> read_yaml(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace redisconf::compiler
