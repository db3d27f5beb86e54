#include "schema/file_loader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace redisconf::compiler {
namespace {

LoadedFile failure(int error) {
  return {{}, std::generic_category().message(error), error == ENOENT || error == ENOTDIR};
}

LoadedFile read_all(int descriptor, std::size_t size) {
  LoadedFile file;
  file.bytes.resize(size);
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t count = ::read(descriptor, file.bytes.data() + filled, size - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure(errno);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  file.bytes.resize(filled);
  return file;
}

}  // namespace

LoadedFile load_file(const std::string& path, std::size_t limit) {
  // A FIFO would block an ordinary open.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return failure(errno);
  struct stat status {};
  LoadedFile file;
  if (::fstat(descriptor, &status) != 0) {
    file = failure(errno);
  } else if (!S_ISREG(status.st_mode)) {
    file.error = "not a regular file";
  } else {
    file = read_all(descriptor, std::min(static_cast<std::size_t>(status.st_size), limit + 1));
  }
  ::close(descriptor);
  return file;
}

}  // namespace redisconf::compiler
