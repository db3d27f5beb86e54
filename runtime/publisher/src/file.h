// A file of the spool. Every failure is a PublishError that names the file, the cause and the fix.
//
// Ownership: owns its descriptor. Thread-safety: as a descriptor's: pread() may run beside writes.
#pragma once

#include "redisconf/publisher/publish_error.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace redisconf {

class File {
 public:
  File() = default;
  // With the flags of open(2), mode 0600.
  File(std::filesystem::path path, int flags);
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t size() const;

  // As many bytes as there are, at most `size`.
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) const;
  void write_at(std::uint64_t offset, std::string_view bytes) const;
  void sync() const;  // fdatasync(2)
  void truncate(std::uint64_t size) const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

// Makes the names in a folder durable.
void sync_directory(const std::filesystem::path& directory);

// Of errno, after a call on that path.
[[nodiscard]] PublishError file_error(const std::filesystem::path& path, std::string_view what, int number);

}  // namespace redisconf
