#include "output/temporary_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>

namespace redisconf::compiler {
namespace {

constexpr mode_t kFileMode = 0666;  // less the umask, which open(2) applies: reading it would change it
constexpr std::string_view kInfix = ".redisconf-";  // .redis_config.h.redisconf-1234-5
constexpr std::time_t kAbandonedSeconds = 3600;

// No other file of this process has it.
std::string name_beside(const std::filesystem::path& target) {
  static std::atomic<unsigned> last{0};
  const std::string name = "." + target.filename().string() + std::string(kInfix) +
                           std::to_string(::getpid()) + '-' + std::to_string(++last);
  return (target.parent_path() / name).string();
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The process in a temporary file's name; nothing when the name is another.
std::optional<pid_t> writer_of(std::string_view name) {
  const auto infix = name.rfind(kInfix);
  if (!name.starts_with('.') || infix == 0 || infix == std::string_view::npos) return {};
  const std::string_view rest = name.substr(infix + kInfix.size());
  pid_t process = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), process);
  const auto digits = static_cast<std::size_t>(end - rest.data());
  if (error != std::errc() || process <= 0 || digits == rest.size() || rest[digits] != '-') return {};
  return is_number(rest.substr(digits + 1)) ? std::optional(process) : std::nullopt;
}

}  // namespace

TemporaryFile::TemporaryFile(const std::filesystem::path& target) {
  do {  // a killed process of the same number may have left one
    path_ = name_beside(target);
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode);
  } while (descriptor_ < 0 && errno == EEXIST);
}

TemporaryFile::~TemporaryFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!renamed_) ::unlink(path_.c_str());
}

bool TemporaryFile::write(std::string_view content) const {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor_, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool TemporaryFile::sync() const {
  // EINVAL, EROFS: the file system knows no such thing.
  return ::fsync(descriptor_) == 0 || errno == EINVAL || errno == EROFS;
}

bool TemporaryFile::rename_to(const std::string& target) {
  renamed_ = ::rename(path_.c_str(), target.c_str()) == 0;
  return renamed_;
}

bool is_stale_temporary(const std::filesystem::path& path) {
  const auto writer = writer_of(path.filename().string());
  struct stat status {};
  if (!writer || ::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  // Our own number, while we write nothing, was another's before.
  if (*writer == ::getpid() || (::kill(*writer, 0) != 0 && errno == ESRCH)) return true;
  return std::time(nullptr) - status.st_mtime > kAbandonedSeconds;
}

}  // namespace redisconf::compiler
