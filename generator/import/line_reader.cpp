#include "line_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "text/sha256.h"

namespace redisconf::import_tool {
namespace {

constexpr std::size_t kReadSize = 256UL << 10U;
constexpr std::size_t kHeadSize = 64UL << 10U;
constexpr int kIdleAfter = 100;  // ms

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

std::optional<std::uint64_t> size_of_file(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

std::string hash_of(std::string_view bytes) {
  constexpr std::size_t kDigits = 32;
  return compiler::sha256_hex(bytes).substr(0, kDigits);
}

}  // namespace

LineReader::LineReader(int descriptor, std::size_t longest, int wake)
    : descriptor_(descriptor), longest_(longest), wake_(wake), size_(size_of_file(descriptor)) {}

std::size_t LineReader::read_some(char* to, std::size_t most) {
  ssize_t count = -1;
  do {
    count = ::read(descriptor_, to, most);
  } while (count < 0 && errno == EINTR);
  if (count < 0) fail("read");
  const auto taken = static_cast<std::size_t>(count);
  if (read_at_ == head_.size()) head_.append(to, std::min(taken, kHeadSize - head_.size()));
  read_at_ += taken;
  return taken;
}

// Nothing when there are bytes to read.
std::optional<LineReader::Came> LineReader::wait(bool patient) const {
  if (size_) return std::nullopt;
  std::array<pollfd, 2> watched{pollfd{descriptor_, POLLIN, 0}, pollfd{wake_, POLLIN, 0}};
  while (true) {
    const int count = ::poll(watched.data(), watched.size(), patient ? -1 : kIdleAfter);
    if (count < 0 && errno != EINTR) fail("poll");
    if (watched[1].revents != 0) return Came::interrupted;
    if (count > 0) return std::nullopt;
    if (count == 0) return Came::idle;
  }
}

LineReader::Came LineReader::fill(bool patient) {
  if (const auto other = wait(patient)) return *other;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kReadSize);
  const std::size_t count = read_some(buffer_.data() + before, kReadSize);
  buffer_.resize(before + count);
  return count == 0 ? Came::end : Came::bytes;
}

std::string_view LineReader::peek_line(std::size_t most) {
  while (buffer_.size() < most && buffer_.find('\n') == std::string::npos) {
    if (fill(true) != Came::bytes) break;
  }
  const std::string_view all = buffer_;
  return all.substr(0, std::min(all.find('\n'), most));
}

std::string LineReader::read_head(std::uint64_t offset) const {
  std::string head(std::min<std::uint64_t>(offset, kHeadSize), '\0');
  const ssize_t count = ::pread(descriptor_, head.data(), head.size(), 0);
  if (count < 0) fail("pread");
  head.resize(static_cast<std::size_t>(count));
  return head;
}

std::optional<std::string> LineReader::peek_hash(std::uint64_t offset) {
  if (size_) return *size_ < offset ? std::nullopt : std::optional(hash_of(read_head(offset)));
  const std::uint64_t length = std::min<std::uint64_t>(offset, kHeadSize);
  while (buffer_.size() < length) {
    if (fill(true) != Came::bytes) return std::nullopt;
  }
  return head_hash(offset);
}

bool LineReader::skip_to(std::uint64_t offset, std::uint64_t lines) {
  number_ = lines;
  offset_ = offset;
  if (size_) {
    head_ = read_head(offset);
    buffer_.clear();
    read_at_ = offset;
    return *size_ >= offset && ::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) >= 0;
  }
  while (buffer_.size() < offset) {
    offset -= buffer_.size();
    buffer_.clear();
    if (fill(true) != Came::bytes) return false;
  }
  begin_ = offset;
  return true;
}

LineReader::Event LineReader::take(std::size_t length, std::size_t with_end, Event event) {
  line_ = std::string_view(buffer_).substr(begin_, length);
  begin_ += with_end;
  offset_ += with_end;
  scanned_ = 0;
  ++number_;
  return event;
}

LineReader::Event LineReader::next(bool patient) {
  while (true) {
    const std::size_t end = buffer_.find('\n', begin_ + scanned_);
    const std::size_t there = buffer_.size() - begin_;
    const bool too_long = skipping_ || (end == std::string::npos ? there : end - begin_) > longest_;
    if (end != std::string::npos) {
      skipping_ = false;
      return take(end - begin_, end - begin_ + 1, too_long ? Event::too_long : Event::line);
    }
    scanned_ = there;
    if (too_long) {
      skipping_ = true;
      offset_ += there;
      begin_ = buffer_.size();
      scanned_ = 0;
    }
    switch (fill(patient)) {
      case Came::bytes:
        break;
      case Came::idle:
        return Event::idle;
      case Came::interrupted:
        return Event::interrupted;
      case Came::end: {
        const bool was_long = std::exchange(skipping_, false);
        const std::size_t rest = buffer_.size() - begin_;
        if (!was_long && rest == 0) return Event::end;
        return take(rest, rest, was_long ? Event::too_long : Event::line);
      }
    }
  }
}

std::string LineReader::head_hash(std::uint64_t offset) const {
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(offset, head_.size()));
  return hash_of(std::string_view(head_).substr(0, length));
}

}  // namespace redisconf::import_tool
