#include "output/writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include "schema/file_loader.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFileMode = 0666;  // less the umask

WriteResult failure(WriteStatus status, int error) {
  return {status, std::generic_category().message(error)};
}

bool is_symbolic_link(const fs::path& path) {
  std::error_code ignored;
  return fs::is_symlink(fs::symlink_status(path, ignored));
}

// What keeps the path from being a target; nothing when it is free or a regular file.
std::optional<WriteResult> refuse_target(const fs::path& path) {
  const fs::path folder = path.parent_path();
  if (!folder.empty() && is_symbolic_link(folder)) {
    return WriteResult{WriteStatus::cannot_create, "its folder is a symbolic link"};
  }
  if (is_symbolic_link(path)) return WriteResult{WriteStatus::cannot_create, "is a symbolic link"};
  std::error_code ignored;
  const fs::file_status status = fs::symlink_status(path, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return WriteResult{WriteStatus::cannot_create, "is not a regular file"};
  }
  return {};
}

bool holds(const std::string& path, std::string_view content) {
  const LoadedFile file = load_file(path, content.size());
  return file.error.empty() && file.bytes == content;
}

// No other file of this process has it; one that a killed process left behind is passed over.
std::string unused_name(const fs::path& target) {
  static std::atomic<unsigned> last{0};
  return (target.parent_path() / ("." + target.filename().string() + '.' + std::to_string(::getpid()) + '-' +
                                  std::to_string(++last)))
      .string();
}

// A new file beside the target, removed again unless it was renamed onto it.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) {
    do {
      path_ = unused_name(target);
      descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode);
    } while (descriptor_ < 0 && errno == EEXIST);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (!renamed_) ::unlink(path_.c_str());
  }

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }

  [[nodiscard]] bool write(std::string_view content) const {
    while (!content.empty()) {
      const ssize_t count = ::write(descriptor_, content.data(), content.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      content.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  [[nodiscard]] bool rename_to(const std::string& target) {
    renamed_ = ::rename(path_.c_str(), target.c_str()) == 0;
    return renamed_;
  }

 private:
  std::string path_;
  int descriptor_ = -1;
  bool renamed_ = false;
};

WriteResult replace(const std::string& path, std::string_view content) {
  TemporaryFile file{fs::path(path)};
  if (!file.is_open()) return failure(WriteStatus::cannot_create, errno);
  if (!file.write(content)) return failure(WriteStatus::cannot_write, errno);
  if (!file.rename_to(path)) return failure(WriteStatus::cannot_create, errno);
  return {WriteStatus::written, {}};
}

WriteResult write_file(const std::string& path, std::string_view content, bool always) {
  if (auto refused = refuse_target(path)) return *refused;
  if (!always && holds(path, content)) return {};
  const fs::path folder = fs::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) return failure(WriteStatus::cannot_create, error.value());
  return replace(path, content);
}

}  // namespace

WriteResult write_if_changed(const std::string& path, std::string_view content) {
  return write_file(path, content, false);
}

WriteResult write_always(const std::string& path, std::string_view content) {
  return write_file(path, content, true);
}

}  // namespace redisconf::compiler
