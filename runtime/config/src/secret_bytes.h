// Works on secret bytes without vector registers. memcpy() and memchr() leave what they handled in
// those, where a core dump shows it, and the dynamic linker saves them on the stack when it binds a
// function at its first call. Use these wherever bytes of a secret are copied or searched.
//
// Thread-safety: pure functions. Errors: none.
#pragma once

#include <cstddef>
#include <string_view>

namespace redisconf {

// The ranges must not overlap.
void copy_secret(char* to, const char* from, std::size_t size) noexcept;

// Where the byte stands first; the size of the text when it does not.
[[nodiscard]] std::size_t find_in_secret(std::string_view text, char byte) noexcept;

// True when a byte is NUL. Four bytes at a time: too few to tell much, where a dump shows them.
[[nodiscard]] bool has_nul(std::string_view secret) noexcept;

// True when `part` stands in the text.
[[nodiscard]] bool stands_in_secret(std::string_view text, std::string_view part) noexcept;

// How many characters of UTF-8 begin in it.
[[nodiscard]] std::size_t characters_of_secret(std::string_view text) noexcept;

}  // namespace redisconf
