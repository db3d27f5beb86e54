// Reads .env files: NAME=value lines in the subset of docs/env-files.md, which every popular reader
// understands alike; what they read differently is a fault here, never a guess.
//
// Ownership:     names point into the text that was parsed; values are secrets of their own, and
//                nothing else holds a copy of one.
// Thread-safety: pure functions. Errors: faults are returned, all of them; none quotes the file.
#pragma once

#include "redisconf/config/secret.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

// Largest file accepted, in bytes.
inline constexpr std::size_t kMaxEnvFileBytes = std::size_t{256} * 1024;

// Faults reported of one file; the last one then says that there are more.
inline constexpr std::size_t kMaxEnvFaults = 100;

// Lines and columns count from 1, columns in characters.
struct EnvEntry {
  std::string_view name;
  Secret value;  // empty for NAME=
  std::size_t line = 0;
  std::size_t column = 0;  // of the name
};

struct EnvFault {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string rule;
  std::string fix;
};

struct EnvFile {
  std::vector<EnvEntry> entries;  // in the file's order; not to be used when there are faults
  std::vector<EnvFault> faults;   // by line and column
};

[[nodiscard]] EnvFile parse_env_file(std::string_view bytes);

// What to write after NAME= so that the file gives exactly `value`; nothing when no file can: the
// value is not UTF-8 or holds a control character. The result shows the value.
[[nodiscard]] std::optional<std::string> format_env_value(std::string_view value);

}  // namespace redisconf
