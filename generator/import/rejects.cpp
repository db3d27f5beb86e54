#include "rejects.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "commands/console.h"

namespace redisconf::import_tool {
namespace {

constexpr std::uint64_t kMostTold = 20;
constexpr mode_t kOwnerOnly = 0600;  // lines may hold anything

[[noreturn]] void fail(const std::string& path) {
  throw RejectsError("rejected lines can't be kept: " + path + ": " + std::generic_category().message(errno) +
                     "; name another file with --rejects");
}

}  // namespace

Rejects::Rejects(std::string path, std::uint64_t size) : path_(std::move(path)) {
  if (path_.empty()) return;
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
  struct stat status {};
  if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0) fail(path_);
  size_ = std::min(size, static_cast<std::uint64_t>(status.st_size));
  if (S_ISREG(status.st_mode) && ::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) fail(path_);
}

Rejects::~Rejects() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Rejects::tell(std::uint64_t line, std::string_view reason) {
  if (told_ < kMostTold) {
    compiler::print_error("line " + std::to_string(line) + ": " + std::string(reason) + '\n');
  } else if (told_ == kMostTold) {
    compiler::print_error("more lines are wrong; the report counts them\n");
  }
  ++told_;
}

void Rejects::keep(std::string_view text) {
  if (descriptor_ < 0) return;
  pending_.append(text).append(1, '\n');
  size_ += text.size() + 1;
}

void Rejects::flush() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path_);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  pending_.clear();
}

}  // namespace redisconf::import_tool
