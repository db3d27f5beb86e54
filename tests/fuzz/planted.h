// A password in what a fuzz target reads: a byte 1 of the input stands for it, and no message may show it.
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "require.h"

namespace redisconf::fuzz {

// In upper case, unlike the words of messages and names of parameters, which errors may show.
inline constexpr std::string_view kPassword = "QXZJ7KVW$ZQXJ";

[[nodiscard]] inline std::string with_password(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  for (std::size_t at = text.find('\x01'); at != std::string::npos; at = text.find('\x01', at)) {
    text.replace(at, 1, kPassword);
  }
  return text;
}

inline void require_hidden(std::string_view message) {
  for (std::size_t at = 0; at + 4 <= kPassword.size(); ++at) {
    require(message.find(kPassword.substr(at, 4)) == std::string_view::npos, "no message shows a password");
  }
}

}  // namespace redisconf::fuzz
