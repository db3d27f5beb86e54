// Writes generated files: only what changed, whole or not at all, never through a symbolic link.
//
// A file is written beside its target and renamed onto it (rename(2) is atomic on one file
// system), so that a reader, a second generator or a kill meets the old file or the new one.
// SIGINT, SIGTERM, SIGHUP and SIGQUIT wait meanwhile: nothing is left beside the target. What
// SIGKILL leaves is removed by remove_stale_temporaries().
//
// Thread-safety: separate files may be written concurrently.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf::compiler {

enum class WriteStatus : unsigned char { unchanged, written, cannot_create, cannot_write };

struct WriteResult {
  WriteStatus status = WriteStatus::unchanged;
  std::string error;  // "is a symbolic link", "no space left on device"

  [[nodiscard]] bool failed() const noexcept { return status > WriteStatus::written; }
};

// Whether a file must be on the disk when the write returns. A stamp tells a build that files are
// there: they must not be lost in a power failure that the stamp survives.
enum class Durability : std::uint8_t { cached, synced };

// Makes the folders that are missing on the way to `path`.
[[nodiscard]] WriteResult write_if_changed(const std::string& path, std::string_view content,
                                           Durability durability = Durability::cached);

// As above, also when the content is the same: for stamps, whose time is what matters.
[[nodiscard]] WriteResult write_always(const std::string& path, std::string_view content);

// What keeps a file from being written there: "is a symbolic link". Empty when nothing does.
[[nodiscard]] std::string target_fault(const std::string& path);

// Removes what writers that no longer run left in the folder, and nothing else.
void remove_stale_temporaries(const std::string& folder);

}  // namespace redisconf::compiler
