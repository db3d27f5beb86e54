#include "env_cursor.h"

#include <algorithm>

namespace redisconf {

void EnvCursor::skip(std::size_t count) noexcept {
  for (const std::size_t end = std::min(at_ + count, text_.size()); at_ < end; ++at_) {
    if (text_[at_] != '\n') continue;
    ++line_;
    line_start_ = at_ + 1;
  }
}

void EnvCursor::skip_blanks() noexcept {
  while (peek() == ' ' || peek() == '\t') ++at_;
}

void EnvCursor::skip_line() noexcept { skip(std::min(rest().find('\n'), rest().size()) + 1); }

EnvPlace EnvCursor::place() const noexcept {
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  const auto before = text_.substr(line_start_, at_ - line_start_);
  return {line_, 1 + static_cast<std::size_t>(std::ranges::count_if(before, begins_character))};
}

}  // namespace redisconf
