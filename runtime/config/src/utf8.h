// What bytes say as UTF-8 (RFC 3629), and what of it must not reach a terminal.
//
// Thread-safety: pure functions. Errors: none but std::bad_alloc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace redisconf {

// Length of the sequence at the front, in bytes; 0 when there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

// True when a control character stands at the front: C0, DEL, and U+0080 to U+009F, which steer
// terminals as escape sequences do (ECMA-48 8.3).
[[nodiscard]] bool starts_with_control(std::string_view text) noexcept;

// Foreign text for one line of a message: white space as single spaces, what is not printable as '?'.
[[nodiscard]] std::string printable_line(std::string_view text);

}  // namespace redisconf
