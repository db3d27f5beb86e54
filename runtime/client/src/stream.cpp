#include "stream.h"

#include "fault.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>

namespace redisconf {
namespace {

bool would_block(int error) noexcept { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

// A receive that may sleep spares the poll() before it. SO_RCVTIMEO ends it, so that deadlines hold.
void Stream::share() noexcept {
  timeval slice{};
  slice.tv_usec = std::chrono::duration_cast<std::chrono::microseconds>(kSlice).count();
  if (setsockopt(descriptor(), SOL_SOCKET, SO_RCVTIMEO, &slice, sizeof slice) != 0) return;
  static_cast<void>(fcntl(descriptor(), F_SETFL, fcntl(descriptor(), F_GETFL) & ~O_NONBLOCK));
}

std::size_t Stream::raw_send(std::string_view bytes) const {
  if (bytes.empty()) return 0;
  const ssize_t sent = ::send(descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) return static_cast<std::size_t>(sent);
  if (would_block(errno)) return 0;
  throw Fault(ErrorCategory::closed, errno_text(errno));
}

std::size_t Stream::raw_receive(std::span<char> buffer, int flags) {
  const ssize_t got = recv(descriptor(), buffer.data(), buffer.size(), flags);
  emptied_ = got < static_cast<ssize_t>(buffer.size());
  if (got > 0) return static_cast<std::size_t>(got);
  if (got == 0) throw Fault(ErrorCategory::closed, "the server closed the connection");
  if (would_block(errno)) return 0;
  throw Fault(ErrorCategory::closed, errno_text(errno));
}

std::size_t PlainStream::try_receive(std::span<char> buffer) { return raw_receive(buffer, MSG_DONTWAIT); }

}  // namespace redisconf
