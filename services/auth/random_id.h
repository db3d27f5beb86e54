// Names that nobody can guess.
#pragma once

#include <string>

namespace auth {

// 32 hexadecimal digits: 128 bits of the system's random source, which is what a session's name
// needs so that no amount of guessing finds one (OWASP Session Management: at least 64).
// Throws std::system_error when the system has no random bytes.
[[nodiscard]] std::string random_id();

}  // namespace auth
