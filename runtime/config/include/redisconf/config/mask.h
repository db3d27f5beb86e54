// Takes secrets out of what others say - a server, the tool of a secret manager, a library - before
// that goes into a message.
//
// Thread-safety: pure functions. Errors: std::bad_alloc.
#pragma once

#include <redisconf/config/export.h>

#include <span>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// Whether 8 bytes in a row of the secret (a shorter one as a whole) stand in the text: as they are,
// percent-encoded, escaped as in JSON or C, in base64 or in hex. One of less than 4 bytes never does:
// it stands in innocent words, and hides nothing that a guess would not find.
[[nodiscard]] REDISCONF_PUBLIC bool shows_secret(std::string_view text, std::string_view secret);

// The text with *** for each such run; when one is written in another way than as it is, nothing of
// the text but that it is not shown.
[[nodiscard]] REDISCONF_PUBLIC std::string mask_secrets(std::string_view text,
                                                        std::span<const std::string_view> secrets);

}  // namespace redisconf
