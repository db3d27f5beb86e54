// Reads error replies ("WRONGPASS invalid username-password pair ...").
#pragma once

#include "redisconf/client/errors.h"

#include <span>
#include <string>
#include <string_view>

namespace redisconf {

// "WRONGPASS"; empty when the text does not start with a word in capitals.
[[nodiscard]] std::string_view code_of(std::string_view error) noexcept;

// What the server said, fit to be shown. It may repeat what it was sent, so arguments (`hidden`) and the
// password (`secret`, in part and encoded too: mask.h) are masked, and its text is escaped and cut.
[[nodiscard]] std::string words_of_server(std::string_view error, std::span<const std::string_view> hidden,
                                          std::string_view secret);

// Category, code, cause and fix; the rest is the caller's.
// Whether an error reply to PING is as good as a PONG: the server lives and knows who we are, but this
// user may not PING, or it can't save and says so on every occasion (MISCONF; reads work).
[[nodiscard]] bool is_sign_of_life(std::string_view error) noexcept;

[[nodiscard]] RedisError::Details describe_server_error(std::string_view error,
                                                        std::span<const std::string_view> hidden,
                                                        std::string_view secret = {});

}  // namespace redisconf
