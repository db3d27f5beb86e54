// Which files a configuration depends on: those that a load read, and those that it looked for and
// that did not exist.
//
// Thread-safety: none. Errors: std::bad_alloc alone. Paths are never shown: somebody may have put a
// secret in the place of one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace redisconf {

// What stat() says about a file: it changes when the file is written, replaced, created or removed,
// or when a link on the way leads elsewhere.
struct FileStamp {
  int error = 0;  // errno; 0: it exists, and the rest holds
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t mode = 0;
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;

  bool operator==(const FileStamp&) const = default;
};

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
