// A schema file cut into tokens, comments included: all of it but white space.
//
// The tree (yaml/reader.h) says where scalars begin and what they hold, so that what looks like
// punctuation inside one is never taken for it.
//
// Ownership:     tokens are offsets into the file.
// Thread-safety: pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "text/source_file.h"
#include "yaml/node.h"

namespace redisconf::compiler {

enum class TokenKind : std::uint8_t {
  scalar,        // plain or quoted, maybe of several lines
  block_header,  // "|" or ">-"
  block_body,    // the lines below it, without the last line end
  comment,
  open,   // { [
  close,  // } ]
  comma,
  colon,
  dash,
  question,
  marker,  // "---", "...", a directive's line
};

struct Token {
  TokenKind kind = TokenKind::scalar;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t column = 0;  // from 0, in code points
  std::size_t breaks = 0;  // line ends between the token before and this one
  std::size_t indent = 0;  // of a block body: columns that are not content

  [[nodiscard]] std::string_view text(const SourceFile& file) const {
    return file.text().substr(begin, end - begin);
  }
};

// `root` is what read_yaml() made of the file without a diagnostic. Nothing when tree and text
// don't fit, which is a fault of ours.
[[nodiscard]] std::optional<std::vector<Token>> tokens_of(const SourceFile& file, const Node& root);

}  // namespace redisconf::compiler
