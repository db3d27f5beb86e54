#include "file_watch.h"

#include "watched_folders.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace redisconf {
namespace {

// Not IN_MODIFY: a file is read when its writer has closed it, and a log in the same folder wakes nobody.
constexpr unsigned kEvents = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                             IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

// A folder that is gone again is no trouble: the one above tells when it comes back.
bool is_gone(int error) noexcept { return error == ENOENT || error == ENOTDIR; }

}  // namespace

FileWatch::FileWatch(bool inotify) {
  if (!inotify) return;
  const int descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) trouble_ = std::string("inotify: ") + std::strerror(errno);
  descriptor_ = Descriptor(descriptor);
}

void FileWatch::follow(const std::vector<std::string>& paths) {
  if (fd() < 0) return;
  complete_ = true;
  trouble_.clear();
  std::map<int, Names> watches;
  for (const std::string& path : paths) {
    for (const WatchedName& place : names_on_the_way(path)) add(place.folder, place.name, watches);
  }
  for (const auto& [watch, names] : watches_) {
    if (!watches.contains(watch)) (void)::inotify_rm_watch(fd(), watch);
  }
  watches_ = std::move(watches);
}

void FileWatch::add(const std::string& folder, const std::string& name, std::map<int, Names>& watches) {
  // The number of a folder that is watched already stays the same.
  const int watch = ::inotify_add_watch(fd(), folder.c_str(), kEvents);
  if (watch >= 0) {
    watches[watch].insert(name);
  } else if (!is_gone(errno)) {
    complete_ = false;
    trouble_ = std::string("a folder can't be watched: ") + std::strerror(errno);
  }
}

bool FileWatch::take_events() {
  bool ours = false;
  alignas(inotify_event) std::array<char, 16384> buffer{};
  ssize_t size = 0;
  while (fd() >= 0 && (size = ::read(fd(), buffer.data(), buffer.size())) > 0) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, &buffer[at], sizeof event);
      const char* const name = event.len == 0 ? nullptr : &buffer[at + sizeof event];
      ours = concerns_us(event.wd, event.mask, name) || ours;
      at += sizeof event + event.len;
    }
  }
  return ours;
}

bool FileWatch::concerns_us(int watch, unsigned mask, const char* name) const {
  if ((mask & IN_Q_OVERFLOW) != 0) return true;
  const auto found = watches_.find(watch);
  if (found == watches_.end()) return false;  // told before the watch was taken away
  return name == nullptr || found->second.contains(std::string_view(name));
}

}  // namespace redisconf
