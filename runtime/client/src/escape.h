// Makes text that a peer chose fit to be logged.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace redisconf {

// Longest text of a peer that goes into a message, in bytes.
inline constexpr std::size_t kMaxForeignText = 200;

// Control characters, backslashes and all that is not ASCII as \xHH; cut with "..." when longer
// than `limit`.
[[nodiscard]] std::string escaped(std::string_view text, std::size_t limit = kMaxForeignText);

// Replaces each occurrence of each hidden text by ***. Texts of fewer than four bytes are left:
// they would tear up innocent words, and hide nothing that a guess would not find.
[[nodiscard]] std::string masked(std::string_view text, std::span<const std::string_view> hidden);

}  // namespace redisconf
