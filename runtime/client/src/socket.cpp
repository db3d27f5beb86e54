#include "socket.h"

#include "connect_errors.h"
#include "connect_race.h"
#include "fault.h"
#include "redisconf/config/fork_generation.h"
#include "waits_cut_short.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace redisconf {
namespace {

using namespace std::chrono_literals;

// A Unix socket tells a full queue at once, and nothing tells when there is room again.
constexpr auto kFirstPause = 1ms;
constexpr auto kLongestPause = 50ms;

[[noreturn]] void throw_closed(int error) { throw Fault(ErrorCategory::closed, errno_text(error)); }

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
    const int ready = poll(&entry, 1, next_look(deadline).poll_milliseconds());
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) throw_closed(errno);
    if (deadline.passed()) throw_timeout();
  }
}

}  // namespace

Socket Socket::connect(std::span<const SocketAddress> addresses, const SocketOptions& options,
                       Deadline deadline) {
  return ConnectRace(addresses, options, deadline).run();
}

Socket Socket::connect_local(const std::string& path, Deadline deadline) {
  const SocketAddress address = local_address(path);
  Socket socket(address, {});
  int error = socket.open_error();
  if (error == 0) error = socket.begin(address);
  for (auto pause = kFirstPause; error == EAGAIN && !deadline.passed();
       pause = std::min(2 * pause, kLongestPause)) {
    static_cast<void>(poll(nullptr, 0, deadline.capped(pause).poll_milliseconds()));
    error = socket.begin(address);
  }
  if (error != 0) throw connect_fault(error, address);
  return socket;
}

Socket::Socket(int descriptor) noexcept : descriptor_(descriptor), generation_(fork_generation()) {}

Socket::Socket(const SocketAddress& address, const SocketOptions& options) noexcept
    : descriptor_(::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      open_error_(descriptor_ < 0 ? errno : 0),
      generation_(fork_generation()) {
  if (descriptor_ >= 0 && address.family() != AF_UNIX) tune(options);
}

Socket::Socket(Socket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      open_error_(other.open_error_),
      generation_(other.generation_),
      bytes_sent_(other.bytes_sent_) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(open_error_, other.open_error_);
  std::swap(generation_, other.generation_);
  std::swap(bytes_sent_, other.bytes_sent_);
  return *this;
}

Socket::~Socket() {
  if (descriptor_ >= 0) close(descriptor_);
}

void Socket::tune(const SocketOptions& options) const noexcept {
  set_option(descriptor_, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(descriptor_, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(options.user_timeout.count()));
  set_option(descriptor_, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(descriptor_, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(options.keepalive_idle.count()));
  set_option(descriptor_, IPPROTO_TCP, TCP_KEEPINTVL, static_cast<int>(options.keepalive_interval.count()));
  set_option(descriptor_, IPPROTO_TCP, TCP_KEEPCNT, SocketOptions::kKeepaliveProbes);
}

// Interrupted, a connect goes on in the background like one that is in progress (POSIX).
int Socket::begin(const SocketAddress& address) noexcept {
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::connect(descriptor_, generic, address.size) == 0) return outcome(address);
  return errno == EINTR ? EINPROGRESS : errno;
}

int Socket::outcome(const SocketAddress& address) const noexcept {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  if (error == 0 && is_connected_to_itself(descriptor_, address)) return ECONNREFUSED;
  return error;
}

bool Socket::is_ours() const noexcept { return generation_ == fork_generation(); }

void Socket::require_ours() const {
  if (is_ours()) return;
  throw Fault(ErrorCategory::closed, "the connection belongs to the process that this one was forked from");
}

void Socket::send(std::string_view bytes, Deadline deadline) {
  require_ours();
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes_sent_ += static_cast<unsigned long long>(sent);
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (would_block(errno)) {
      wait_for(descriptor_, POLLOUT, deadline);
    } else if (errno != EINTR) {
      throw_closed(errno);
    }
    if (!bytes.empty() && deadline.passed()) throw_timeout();
  }
}

std::size_t Socket::receive(std::span<char> buffer, Deadline deadline) {
  require_ours();
  for (;;) {
    const ssize_t got = recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (got > 0) return static_cast<std::size_t>(got);
    if (got == 0) throw Fault(ErrorCategory::closed, "the server closed the connection");
    if (would_block(errno)) {
      wait_for(descriptor_, POLLIN, deadline);
    } else if (errno != EINTR) {
      throw_closed(errno);
    }
  }
}

void Socket::send_farewell(std::string_view bytes) noexcept {
  if (descriptor_ < 0 || !is_ours()) return;
  static_cast<void>(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

bool Socket::quiet() const noexcept {
  if (!is_ours()) return false;
  pollfd entry{descriptor_, POLLIN, 0};
  int ready = poll(&entry, 1, 0);
  while (ready < 0 && errno == EINTR) ready = poll(&entry, 1, 0);
  return ready == 0;
}

}  // namespace redisconf
