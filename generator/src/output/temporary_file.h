// A file beside its target that takes the target's place, or vanishes.
//
// Thread-safety: none. Errors: errno, as the system set it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace redisconf::compiler {

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& target);
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile();

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  [[nodiscard]] bool write(std::string_view content) const;
  [[nodiscard]] bool sync() const;
  [[nodiscard]] bool rename_to(const std::string& target);

 private:
  std::string path_;
  int descriptor_ = -1;
  bool renamed_ = false;
};

// Whether the file is such a one and its writer is gone: dead, or silent for an hour (the number of
// a process says little across containers). `path` names a file in a folder of generated ones.
[[nodiscard]] bool is_stale_temporary(const std::filesystem::path& path);

}  // namespace redisconf::compiler
