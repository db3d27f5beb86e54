#include "watched_folders.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <string_view>

namespace redisconf {
namespace {

constexpr int kMostLinks = 40;  // as Linux has it (path_resolution(7), ELOOP)

// Puts the components of the text before what is still to go, the next one last.
void go_on_with(std::string_view text, std::vector<std::string>& ahead) {
  while (!text.empty()) {
    const auto slash = text.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? text : text.substr(slash + 1);
    if (!name.empty() && name != ".") ahead.emplace_back(name);
    text = text.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
}

std::string start_of(std::string_view path) { return path.starts_with('/') ? "/" : "."; }

std::string joined(const std::string& folder, const std::string& name) {
  return folder == "/" ? folder + name : folder + "/" + name;
}

std::string target_of(const std::string& link) {
  std::array<char, PATH_MAX> target{};
  const ssize_t size = ::readlink(link.c_str(), target.data(), target.size());
  return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

std::vector<WatchedName> names_on_the_way(const std::string& path) {
  std::vector<WatchedName> names;
  std::vector<std::string> ahead;
  go_on_with(path, ahead);
  std::string folder = start_of(path);
  int links = 0;
  while (!ahead.empty()) {
    const std::string name = std::move(ahead.back());
    ahead.pop_back();
    const std::string entry = joined(folder, name);
    if (name == "..") {
      folder = entry;
      continue;
    }
    names.push_back({folder, name});
    struct stat info {};
    if (::lstat(entry.c_str(), &info) != 0) break;
    if (!S_ISLNK(info.st_mode)) {
      folder = entry;
      continue;
    }
    if (++links > kMostLinks) break;
    const std::string target = target_of(entry);
    if (target.starts_with('/')) folder = "/";
    go_on_with(target, ahead);
  }
  return names;
}

}  // namespace redisconf
