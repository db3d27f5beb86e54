#include "env_cursor.h"

#include "secret_bytes.h"

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

void EnvCursor::skip_line() noexcept { skip(find_in_secret(rest(), '\n') + 1); }

EnvPlace EnvCursor::place() const noexcept {
  return {line_, 1 + characters_of_secret(text_.substr(line_start_, at_ - line_start_))};
}

}  // namespace redisconf
