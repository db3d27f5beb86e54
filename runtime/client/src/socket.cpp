#include "socket.h"

#include "fault.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace redisconf {
namespace {

// A peer that vanished without a word is noticed within 90 s, also on an idle connection.
constexpr int kKeepaliveIdleSeconds = 60;
constexpr int kKeepaliveIntervalSeconds = 10;
constexpr int kKeepaliveProbes = 3;

[[noreturn]] void throw_errno(ErrorCategory category, int error) { throw Fault(category, errno_text(error)); }

[[noreturn]] void throw_timeout() { throw Fault(ErrorCategory::timeout, "no answer in time"); }

bool would_block(int error) noexcept { return error == EAGAIN || error == EWOULDBLOCK; }

void set_option(int descriptor, int level, int name, int value) noexcept {
  // Tuning only: a kernel that refuses one still gives a working connection.
  static_cast<void>(setsockopt(descriptor, level, name, &value, sizeof value));
}

// Dialling a free port of this machine, the kernel may choose that very port for our own end, and
// TCP then connects the socket to itself (RFC 793 section 3.4, simultaneous open).
bool is_connected_to_itself(int descriptor, const SocketAddress& address) noexcept {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size) != 0 || size != address.size)
    return false;
  return std::memcmp(&own, &address.storage, size) == 0;
}

// Any error of the socket ends the wait too; the next call on it tells which.
void wait_for(int descriptor, short events, Deadline deadline) {
  pollfd entry{descriptor, events, 0};
  for (;;) {
    const int ready = poll(&entry, 1, deadline.poll_milliseconds());
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) throw_errno(ErrorCategory::closed, errno);
    if (deadline.passed()) throw_timeout();
  }
}

}  // namespace

Socket Socket::connect(std::span<const SocketAddress> addresses, Deadline deadline) {
  std::optional<Fault> last;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto left = deadline.at() - Deadline::Clock::now();
    const Deadline share = deadline.capped(left / static_cast<long>(addresses.size() - i));
    try {
      Socket socket(addresses[i]);
      socket.finish_connect(addresses[i], share);
      return socket;
    } catch (const Fault& fault) {
      last = fault;
    }
  }
  throw last.value();
}

Socket::Socket(const SocketAddress& address)
    : descriptor_(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
  if (descriptor_ < 0) throw_errno(ErrorCategory::connect, errno);
}

Socket::Socket(Socket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), bytes_sent_(other.bytes_sent_) {}

Socket::~Socket() {
  if (descriptor_ >= 0) close(descriptor_);
}

void Socket::finish_connect(const SocketAddress& address, Deadline deadline) {
  set_option(descriptor_, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(descriptor_, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(descriptor_, IPPROTO_TCP, TCP_KEEPIDLE, kKeepaliveIdleSeconds);
  set_option(descriptor_, IPPROTO_TCP, TCP_KEEPINTVL, kKeepaliveIntervalSeconds);
  set_option(descriptor_, IPPROTO_TCP, TCP_KEEPCNT, kKeepaliveProbes);
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address.storage);
  // Interrupted, a connect goes on in the background like one that is in progress (POSIX).
  if (::connect(descriptor_, generic, address.size) != 0) {
    if (errno != EINPROGRESS && errno != EINTR) throw_errno(ErrorCategory::connect, errno);
    wait_for(descriptor_, POLLOUT, deadline);
  }
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error == 0 && is_connected_to_itself(descriptor_, address)) error = ECONNREFUSED;
  if (error != 0) throw_errno(ErrorCategory::connect, error);
}

void Socket::send(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes_sent_ += static_cast<unsigned long long>(sent);
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (would_block(errno)) {
      wait_for(descriptor_, POLLOUT, deadline);
    } else if (errno != EINTR) {
      throw_errno(ErrorCategory::closed, errno);
    }
    if (!bytes.empty() && deadline.passed()) throw_timeout();
  }
}

std::size_t Socket::receive(std::span<char> buffer, Deadline deadline) {
  for (;;) {
    const ssize_t got = recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (got > 0) return static_cast<std::size_t>(got);
    if (got == 0) throw Fault(ErrorCategory::closed, "the server closed the connection");
    if (would_block(errno)) {
      wait_for(descriptor_, POLLIN, deadline);
    } else if (errno != EINTR) {
      throw_errno(ErrorCategory::closed, errno);
    }
  }
}

void Socket::send_farewell(std::string_view bytes) noexcept {
  if (descriptor_ < 0) return;
  static_cast<void>(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

bool Socket::quiet() const noexcept {
  pollfd entry{descriptor_, POLLIN, 0};
  return poll(&entry, 1, 0) == 0;
}

}  // namespace redisconf
