#include "file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace redisconf {
namespace {

template <class Call>
auto without_interruption(const Call& call) {
  for (;;) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

std::string_view fix_for(int number) {
  switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "make room on the disk, or give the spool a smaller bound";
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOENT:
      return "give the channel a directory that this user may write to";
    default:
      return "look at the disk";
  }
}

}  // namespace

PublishError file_error(const std::filesystem::path& path, std::string_view what, int number) {
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  std::string text = path.string();
  text.append(": ").append(what).append(": ").append(std::generic_category().message(number));
  text.append("; ").append(fix_for(number));
  return {full ? PublishError::Kind::no_space : PublishError::Kind::io, text};
}

File::File(std::filesystem::path path, int flags)
    : path_(std::move(path)),
      descriptor_(without_interruption([&] { return ::open(path_.c_str(), flags | O_CLOEXEC, 0600); })) {
  if (descriptor_ < 0) throw file_error(path_, "can't be opened", errno);
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint64_t File::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) throw file_error(path_, "has no size", errno);
  return static_cast<std::uint64_t>(status.st_size);
}

std::size_t File::read_at(std::uint64_t offset, char* into, std::size_t size) const {
  std::size_t done = 0;
  while (done < size) {
    const auto place = static_cast<off_t>(offset + done);
    const auto got =
        without_interruption([&] { return ::pread(descriptor_, into + done, size - done, place); });
    if (got < 0) throw file_error(path_, "can't be read", errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

void File::write_at(std::uint64_t offset, std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto place = static_cast<off_t>(offset);
    const auto put =
        without_interruption([&] { return ::pwrite(descriptor_, bytes.data(), bytes.size(), place); });
    if (put < 0) throw file_error(path_, "can't be written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
}

void File::sync() const {
  if (without_interruption([&] { return ::fdatasync(descriptor_); }) != 0)
    throw file_error(path_, "can't be synced", errno);
}

void File::truncate(std::uint64_t size) const {
  if (without_interruption([&] { return ::ftruncate(descriptor_, static_cast<off_t>(size)); }) != 0)
    throw file_error(path_, "can't be cut", errno);
}

void sync_directory(const std::filesystem::path& directory) {
  const File folder(directory, O_RDONLY | O_DIRECTORY);
  if (without_interruption([&] { return ::fsync(folder.descriptor()); }) != 0)
    throw file_error(directory, "can't be synced", errno);
}

}  // namespace redisconf
