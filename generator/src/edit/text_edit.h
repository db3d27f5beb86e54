// Changes of a text at offsets.
//
// Thread-safety: pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::compiler {

struct TextEdit {
  std::size_t offset = 0;
  std::size_t length = 0;  // bytes that are replaced
  std::string text;
};

// All edits at once, in any order; those at one offset as they come. Nothing when two overlap or
// one lies outside of the text.
[[nodiscard]] std::optional<std::string> apply_edits(std::string_view text, std::vector<TextEdit> edits);

}  // namespace redisconf::compiler
