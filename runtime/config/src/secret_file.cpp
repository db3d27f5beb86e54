#include "secret_file.h"

#include "redisconf/config/secret.h"
#include "utf8.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace redisconf {
namespace {

SecretFile refused(int error_number, std::string error) {
  return {SecretBuffer{}, error_number, std::move(error), false};
}

SecretFile refused(int error_number) { return refused(error_number, std::strerror(error_number)); }

// Reads to the end, or one byte past the limit; 0 or errno.
int read_all(int file, std::size_t limit, SecretBuffer& bytes) {
  while (bytes.view().size() <= limit) {
    if (bytes.room_size() == 0) bytes.reserve(std::min(bytes.view().size() * 2 + 64, limit + 1));
    const ssize_t count = ::read(file, bytes.room(), bytes.room_size());
    if (count == 0) break;
    if (count > 0) {
      bytes.add_filled(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

SecretFile read_open_file(int file, std::size_t limit) {
  struct stat info {};
  if (::fstat(file, &info) != 0) return refused(errno);
  if (S_ISDIR(info.st_mode)) return refused(EISDIR);
  if (!S_ISREG(info.st_mode)) return refused(0, "it is not a regular file");
  SecretFile content;
  // One byte more than it has, so that the first read sees the end coming.
  content.bytes.reserve(std::min(static_cast<std::size_t>(info.st_size), limit) + 1);
  if (const int error = read_all(file, limit, content.bytes); error != 0) return refused(error);
  if (content.bytes.view().size() > limit) {
    return refused(EFBIG, "it is longer than " + std::to_string(limit / 1024) + " KiB");
  }
  content.others_may_write = (info.st_mode & S_IWOTH) != 0;
  return content;
}

}  // namespace

SecretFile read_secret_file(const std::string& path, std::size_t limit) {
  // Without blocking, so that a FIFO in the file's place can't hang the start.
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) return refused(errno);
  SecretFile content = read_open_file(file, limit);
  ::close(file);
  return content;
}

std::string_view without_line_end(std::string_view text) noexcept {
  if (!text.ends_with('\n')) return text;
  text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string_view secret_fault(std::string_view bytes) noexcept {
  if (bytes.empty()) return "is empty";
  if (bytes.size() > Secret::kMaxBytes) return "is longer than 64 KiB";
  while (!bytes.empty()) {
    const char first = bytes.front();
    const std::size_t length = utf8_length(bytes);
    if (length == 0) return "is not UTF-8";
    const bool has_place = first == '\n' || first == '\r' || first == '\t';
    if (starts_with_control(bytes) && !has_place) return "holds a control character";
    bytes.remove_prefix(length);
  }
  return {};
}

}  // namespace redisconf
