#include "output/writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "output/signals_wait.h"
#include "output/temporary_file.h"
#include "schema/file_loader.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

WriteResult failure(WriteStatus status, int error) {
  return {status, std::generic_category().message(error)};
}

bool is_symbolic_link(const fs::path& path) {
  std::error_code ignored;
  return fs::is_symlink(fs::symlink_status(path, ignored));
}

bool holds(const std::string& path, std::string_view content) {
  const LoadedFile file = load_file(path, content.size());
  return file.error.empty() && file.bytes == content;
}

// So that the new name is on the disk too. What can't be synced was written none the less.
void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

WriteResult replace(const std::string& path, std::string_view content, Durability durability) {
  const SignalsWait waiting;
  TemporaryFile file{fs::path(path)};
  if (!file.is_open()) return failure(WriteStatus::cannot_create, errno);
  if (!file.write(content)) return failure(WriteStatus::cannot_write, errno);
  if (durability == Durability::synced && !file.sync()) return failure(WriteStatus::cannot_write, errno);
  if (!file.rename_to(path)) return failure(WriteStatus::cannot_create, errno);
  if (durability == Durability::synced) sync_folder(fs::path(path).parent_path());
  return {WriteStatus::written, {}};
}

WriteResult write_file(const std::string& path, std::string_view content, bool always,
                       Durability durability) {
  if (std::string fault = target_fault(path); !fault.empty()) {
    return {WriteStatus::cannot_create, std::move(fault)};
  }
  if (!always && holds(path, content)) return {};
  const fs::path folder = fs::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) return failure(WriteStatus::cannot_create, error.value());
  return replace(path, content, durability);
}

}  // namespace

WriteResult write_if_changed(const std::string& path, std::string_view content, Durability durability) {
  return write_file(path, content, false, durability);
}

WriteResult write_always(const std::string& path, std::string_view content) {
  return write_file(path, content, true, Durability::cached);
}

std::string target_fault(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && is_symbolic_link(folder)) return "its folder is a symbolic link";
  if (is_symbolic_link(path)) return "is a symbolic link";
  std::error_code ignored;
  const fs::file_status status = fs::symlink_status(path, ignored);
  return fs::exists(status) && !fs::is_regular_file(status) ? "is not a regular file" : "";
}

void remove_stale_temporaries(const std::string& folder) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    if (is_stale_temporary(entries->path())) ::unlink(entries->path().c_str());
  }
}

}  // namespace redisconf::compiler
