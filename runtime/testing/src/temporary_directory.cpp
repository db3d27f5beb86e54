#include "redisconf/testing/temporary_directory.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace redisconf::testing {
namespace {

[[noreturn]] void throw_errno(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

std::filesystem::path make_directory(std::string_view prefix) {
  std::string name = (std::filesystem::temp_directory_path() / prefix).string() + "-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw_errno(name);
  return name;
}

void write_all(int descriptor, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno != EINTR) throw_errno(path);
    if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

TemporaryDirectory::TemporaryDirectory(std::string_view prefix) : path_(make_directory(prefix)) {}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryDirectory::write(std::string_view name, std::string_view content) const {
  std::filesystem::path file = path_ / name;
  write_private_file(file, content);
  return file;
}

void write_private_file(const std::filesystem::path& path, std::string_view content) {
  const int descriptor =
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor < 0) throw_errno(path);
  try {
    write_all(descriptor, content, path);
  } catch (...) {
    close(descriptor);
    throw;
  }
  if (close(descriptor) != 0) throw_errno(path);
}

}  // namespace redisconf::testing
