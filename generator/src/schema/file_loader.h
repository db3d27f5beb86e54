// Reads files whole, with a limit.
#pragma once

#include <cstddef>
#include <string>

namespace redisconf::compiler {

struct LoadedFile {
  std::string bytes;
  std::string error;  // empty when the file was read: "no such file or directory"
  bool missing = false;
};

// Only regular files; a file over `limit` bytes gives `limit` + 1 of them.
[[nodiscard]] LoadedFile load_file(const std::string& path, std::size_t limit);

}  // namespace redisconf::compiler
