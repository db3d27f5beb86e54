// Which files a configuration depends on: those that a load read, and those that it looked for and
// that did not exist.
//
// Thread-safety: none. Errors: std::bad_alloc alone. Paths are never shown: somebody may have put a
// secret in the place of one.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace redisconf {

// What stat() says about a file: it changes when the file is written, replaced, created or removed,
// or when a link on the way leads elsewhere.
// errno and zeros while there is none; else 0, device, inode, mode, size, and the times of the last
// change of its content and of itself in nanoseconds.
using FileStamp = std::array<std::uint64_t, 7>;

[[nodiscard]] FileStamp stamp_of(const std::string& path) noexcept;

class FileLog {
 public:
  // Call it before the file is read: what happens to it from then on makes changed() true.
  void note(const std::string& path);

  [[nodiscard]] const std::vector<std::string>& paths() const noexcept { return paths_; }

  // Whether a file is no more as it was when it was noted.
  [[nodiscard]] bool changed() const noexcept;

 private:
  std::vector<std::string> paths_;
  std::vector<FileStamp> stamps_;  // of the same index
};

}  // namespace redisconf
