#include "memory/server.h"

#include <redisconf/config/signals_blocked.h>

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace redisconf::testing::memory {
namespace {

constexpr std::size_t kReadBytes = std::size_t{64} * 1024;

[[noreturn]] void throw_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int make_wake() {
  const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (descriptor < 0) throw_errno("eventfd");
  return descriptor;
}

bool may_try_again() noexcept { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

Server::Server() : engine_([this] { return now(); }), wake_(make_wake()) {
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { serve(); });
}

Server::~Server() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake();
  thread_.join();
  close_all();
  ::close(wake_);
}

int Server::connect() {
  const std::lock_guard lock(mutex_);
  if (stopped_) throw std::runtime_error("the server is stopped");
  std::array<int, 2> ends;
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw_errno("socketpair");
  connections_.push_back({ends[0]});
  engine_.attach(connections_.back().session);
  wake();
  return ends[1];
}

void Server::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  close_all();
  wake();
}

void Server::start() {
  const std::lock_guard lock(mutex_);
  stopped_ = false;
}

void Server::clear() {
  const std::lock_guard lock(mutex_);
  for (int database = 0; database < Engine::kDatabases; ++database) engine_.clear(database);
}

void Server::freeze_time() {
  const std::lock_guard lock(mutex_);
  if (!frozen_at_) frozen_at_ = now();
}

void Server::advance(std::chrono::milliseconds time) {
  const std::lock_guard lock(mutex_);
  if (frozen_at_) {
    *frozen_at_ += time.count();
  } else {
    advanced_ += time;
  }
  wake();
}

std::int64_t Server::now() const {
  if (frozen_at_) return *frozen_at_;
  const auto time = std::chrono::system_clock::now().time_since_epoch() + advanced_;
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

void Server::wake() const noexcept {
  const std::uint64_t one = 1;
  static_cast<void>(::write(wake_, &one, sizeof one));  // full means that it is awake
}

// The thread. Polling is without the lock; a connection that comes meanwhile wakes it.
void Server::serve() {
  for (;;) {
    std::unique_lock lock(mutex_);
    if (ending_) return;
    std::vector<pollfd> entries = wanted();
    const int wait = patience();
    lock.unlock();
    static_cast<void>(::poll(entries.data(), entries.size(), wait));
    lock.lock();
    std::uint64_t count = 0;
    static_cast<void>(::read(wake_, &count, sizeof count));
    engine_.end_waits();
    for (Connection& connection : connections_) read_from(connection);
    answer_all();
    send_answers();
    close_ended();
  }
}

std::vector<pollfd> Server::wanted() {
  std::vector<pollfd> entries{{wake_, POLLIN, 0}};
  for (const Connection& connection : connections_) {
    const short events = connection.session.out.empty() ? POLLIN : static_cast<short>(POLLIN | POLLOUT);
    entries.push_back({connection.descriptor, events, 0});
  }
  return entries;
}

// Until the next wait of a command is over; advance() wakes those of a clock that stands still.
int Server::patience() const {
  constexpr std::int64_t kLongest = 60'000;
  const auto next = engine_.next_end();
  if (!next || frozen_at_) return -1;
  return static_cast<int>(std::clamp<std::int64_t>(*next - now(), 0, kLongest));
}

void Server::read_from(Connection& connection) {
  std::array<char, kReadBytes> buffer;
  while (!connection.session.closing) {
    const ssize_t size = ::recv(connection.descriptor, buffer.data(), buffer.size(), 0);
    if (size > 0) {
      connection.requests.feed({buffer.data(), static_cast<std::size_t>(size)});
      static_cast<void>(answer(connection));
      continue;
    }
    if (size == 0 || !may_try_again()) connection.session.closing = true;
    return;
  }
}

// A command of one connection may end the wait of another, behind which more commands stand.
void Server::answer_all() {
  bool more = true;
  while (more) {
    more = false;
    for (Connection& connection : connections_) more = answer(connection) || more;
  }
}

// Whether there was anything to answer. What stands behind a command that waits, waits too.
bool Server::answer(Connection& connection) {
  Session& session = connection.session;
  bool answered = false;
  try {
    while (!session.blocked && !session.closing) {
      const auto arguments = connection.requests.next();
      if (!arguments) break;
      engine_.execute(session, *arguments);
      answered = true;
    }
  } catch (const CommandError& error) {
    encode(Answer::error(error.what()), session.out);
    session.closing = true;
  }
  return answered;
}

void Server::send_answers() {
  for (Connection& connection : connections_) {
    std::string& out = connection.session.out;
    if (out.empty()) continue;
    const ssize_t sent = ::send(connection.descriptor, out.data(), out.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      out.erase(0, static_cast<std::size_t>(sent));
    } else if (!may_try_again()) {
      out.clear();
      connection.session.closing = true;
    }
  }
}

void Server::close_ended() {
  std::erase_if(connections_, [this](Connection& connection) {
    if (!connection.session.closing || !connection.session.out.empty()) return false;
    engine_.detach(connection.session);
    ::close(connection.descriptor);
    return true;
  });
}

void Server::close_all() {
  for (Connection& connection : connections_) {
    engine_.detach(connection.session);
    ::close(connection.descriptor);
  }
  connections_.clear();
}

}  // namespace redisconf::testing::memory
