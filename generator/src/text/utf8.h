// What a schema file may hold: UTF-8 (RFC 3629) without control characters and without the
// bidirectional controls that make source read differently from what it says (CVE-2021-42574).
//
// Thread-safety: pure. Errors: returned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf::compiler {

enum class TextFault : std::uint8_t { none, bad_utf8, control_character, bidi_control };

struct FoundFault {
  TextFault fault = TextFault::none;
  std::size_t offset = 0;
  std::size_t length = 0;
};

// The first fault. Tab, LF and CR LF are no faults, a CR alone is.
[[nodiscard]] FoundFault find_text_fault(std::string_view text) noexcept;

// Bytes of the sequence at the front of `text`; 0 when it is not UTF-8.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

[[nodiscard]] std::size_t count_code_points(std::string_view text) noexcept;

// The text with everything that could disturb a terminal replaced by U+FFFD; tabs stay.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace redisconf::compiler
