// Where a scalar of a schema file ends, which its tree does not say.
//
// Thread-safety: pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace redisconf::compiler {

// `at` is the scalar's first byte. Nothing when the text does not fit.
[[nodiscard]] std::optional<std::size_t> quoted_end(std::string_view text, std::size_t at);
[[nodiscard]] std::optional<std::size_t> plain_end(std::string_view text, std::size_t at,
                                                   std::string_view value);

// The lines below a block scalar's header.
struct BlockExtent {
  bool has_body = false;
  std::size_t header_end = 0;
  std::size_t begin = 0;
  std::size_t end = 0;     // before the last line's end
  std::size_t indent = 0;  // columns that are not content; all when there are only empty lines
};

[[nodiscard]] BlockExtent block_extent(std::string_view text, std::size_t at, std::string_view value);

}  // namespace redisconf::compiler
