#include "vcs/private_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace redisconf::compiler {

namespace fs = std::filesystem;

PrivateFolder::PrivateFolder() {
  std::error_code error;
  const fs::path base = fs::temp_directory_path(error);
  std::string path = (base / "redisconf-XXXXXX").string();
  if (error) {
    error_ = error.message();
  } else if (::mkdtemp(path.data()) == nullptr) {  // POSIX: mode 0700
    error_ = std::generic_category().message(errno);
  } else {
    path_ = std::move(path);
  }
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace redisconf::compiler
