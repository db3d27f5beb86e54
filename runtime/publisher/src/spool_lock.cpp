#include "spool_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

namespace redisconf {
namespace {

std::string owner_in(const File& file) {
  std::array<char, 32> bytes{};
  const std::size_t size = file.read_at(0, bytes.data(), bytes.size());
  std::string text(bytes.data(), size);
  const auto end = text.find_first_not_of("0123456789");
  if (end != std::string::npos) text.resize(end);
  return text.empty() ? "another process" : "process " + text;
}

}  // namespace

SpoolLock::SpoolLock(const std::filesystem::path& directory) : file_(directory / "owner", O_RDWR | O_CREAT) {
  if (::flock(file_.descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw file_error(file_.path(), "can't be locked", errno);
    throw PublishError(PublishError::Kind::owned,
                       "the spool " + directory.string() + " belongs to " + owner_in(file_) +
                           "; give each process that publishes a directory of its own");
  }
  try {
    file_.truncate(0);
    file_.write_at(0, std::to_string(::getpid()) + "\n");
  } catch (const PublishError&) {  // a full disk: the lock holds, only its message is poorer
  }
}

}  // namespace redisconf
