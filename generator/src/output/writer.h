// Writes generated files: only what changed, whole or not at all, never through a symbolic link.
//
// A file is written beside its target and renamed onto it (rename(2) is atomic on one file
// system), so that a reader, a second generator or a kill meets the old file or the new one.
//
// Thread-safety: separate files may be written concurrently.
#pragma once

#include <string>
#include <string_view>

namespace redisconf::compiler {

enum class WriteStatus : unsigned char { unchanged, written, cannot_create, cannot_write };

struct WriteResult {
  WriteStatus status = WriteStatus::unchanged;
  std::string error;  // "is a symbolic link", "no space left on device"

  [[nodiscard]] bool failed() const noexcept { return status > WriteStatus::written; }
};

// Makes the folders that are missing on the way to `path`.
[[nodiscard]] WriteResult write_if_changed(const std::string& path, std::string_view content);

// As above, also when the content is the same: for stamps, whose time is what matters.
[[nodiscard]] WriteResult write_always(const std::string& path, std::string_view content);

}  // namespace redisconf::compiler
