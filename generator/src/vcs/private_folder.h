// A folder that only this user may read, under the system's temporary folder, removed at the end.
//
// Thread-safety: none. Errors: path() is empty when it could not be made; error() says why.
#pragma once

#include <string>

namespace redisconf::compiler {

class PrivateFolder {
 public:
  PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

 private:
  std::string path_;
  std::string error_;
};

}  // namespace redisconf::compiler
