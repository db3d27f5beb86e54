// Commands as the protocol wants them: an array of bulk strings
// (redis.io/docs/reference/protocol-spec). No format strings: hiredis' own over-reads on some.
//
// Thread-safety: none. Errors: std::bad_alloc.
#pragma once

#include "byte_buffer.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace redisconf {

// Appends; takes no memory when the buffer has room. Without arguments it appends nothing.
void encode_command(ByteBuffer& buffer, std::span<const std::string_view> arguments);

// The arguments of the command with that number, counted from 0, in bytes that encode_command()
// made; views into them. Empty when there are not so many.
[[nodiscard]] std::vector<std::string_view> decode_command(std::string_view bytes, std::size_t number = 0);

// The command that starts at `at`, which moves behind it.
[[nodiscard]] std::vector<std::string_view> next_command(std::string_view bytes, std::size_t& at);

}  // namespace redisconf
