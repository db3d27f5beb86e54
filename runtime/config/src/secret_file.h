// Reads a file of secrets into memory that core dumps leave out, without another copy.
//
// Ownership: the bytes are the caller's. Thread-safety: may run concurrently.
// Errors: told in the result, without the path: somebody may have put a secret in its place.
#pragma once

#include "redisconf/config/secret_buffer.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace redisconf {

struct SecretFile {
  SecretBuffer bytes;
  int error_number = 0;  // errno when the system refused it; ENOENT: there is none
  std::string error;     // why it could not be read; empty when it was
  bool others_may_write = false;
};

// At most `limit` bytes; a longer file, and what is no regular file, is an error.
[[nodiscard]] SecretFile read_secret_file(const std::string& path, std::size_t limit);

// Without one trailing LF or CRLF, which editors and `echo` leave.
[[nodiscard]] std::string_view without_line_end(std::string_view text) noexcept;

// Why the bytes can't be a secret ("is empty", "is not UTF-8"); empty when they can. Line ends and
// tabs may stand in one: certificates have them.
[[nodiscard]] std::string_view secret_fault(std::string_view bytes) noexcept;

}  // namespace redisconf
