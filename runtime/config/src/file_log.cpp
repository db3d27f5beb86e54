#include "file_log.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace redisconf {
namespace {

std::uint64_t nanoseconds(const struct timespec& time) noexcept {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace

FileStamp stamp_of(const std::string& path) noexcept {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {static_cast<std::uint64_t>(errno)};
  return {0,
          info.st_dev,
          info.st_ino,
          info.st_mode,
          static_cast<std::uint64_t>(info.st_size),
          nanoseconds(info.st_mtim),
          nanoseconds(info.st_ctim)};
}

void FileLog::note(const std::string& path) {
  if (std::ranges::find(paths_, path) != paths_.end()) return;
  stamps_.reserve(paths_.size() + 1);
  paths_.push_back(path);
  stamps_.push_back(stamp_of(path));
}

bool FileLog::changed() const noexcept {
  for (std::size_t index = 0; index < paths_.size(); ++index) {
    if (stamp_of(paths_[index]) != stamps_[index]) return true;
  }
  return false;
}

}  // namespace redisconf
