// A private folder (mode 0700) that vanishes with its content when the object does.
#pragma once

#include <redisconf/config/export.h>

#include <filesystem>
#include <string_view>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

class TemporaryDirectory {
 public:
  // Throws std::system_error when the folder can't be made.
  explicit TemporaryDirectory(std::string_view prefix = "redisconf");
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  // A file of this folder, readable by its owner alone.
  std::filesystem::path write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

// Creates or replaces a file that only its owner can read (mode 0600). Throws std::system_error.
REDISCONF_PUBLIC void write_private_file(const std::filesystem::path& path, std::string_view content);

}  // namespace redisconf
}  // namespace redisconf
