#include "machine.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <deque>
#include <stdexcept>
#include <string>
#include <utility>

namespace redisconf::bench {
namespace {

using Clock = std::chrono::steady_clock;

void set_processors(pid_t process, bool all) {
  cpu_set_t set;
  CPU_ZERO(&set);
  const long count = all ? sysconf(_SC_NPROCESSORS_ONLN) : 1;
  for (long i = 0; i < count; ++i) CPU_SET(static_cast<std::size_t>(i), &set);
  sched_setaffinity(process, sizeof set, &set);
}

void end(pid_t process) {
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
}

// Runs `body` in a child that dies with this process.
template <class Body>
pid_t spawn(const Body& body) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child > 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  body();
  _exit(0);
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

// One direction of one connection.
struct Lane {
  int from;
  int to;
  std::deque<std::pair<Clock::time_point, std::string>> late;
};

bool take(Lane& lane, std::chrono::microseconds delay) {
  std::array<char, 65536> buffer;
  const ssize_t got = recv(lane.from, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got > 0)
    lane.late.emplace_back(Clock::now() + delay, std::string(buffer.data(), static_cast<std::size_t>(got)));
  return got != 0;
}

void deliver(Lane& lane) {
  while (!lane.late.empty() && lane.late.front().first <= Clock::now()) {
    static_cast<void>(
        send(lane.to, lane.late.front().second.data(), lane.late.front().second.size(), MSG_NOSIGNAL));
    lane.late.pop_front();
  }
}

timespec until_next(const std::array<Lane, 2>& lanes) {
  auto wait = std::chrono::nanoseconds(std::chrono::milliseconds(100));
  for (const Lane& lane : lanes) {
    if (!lane.late.empty())
      wait = std::min(wait, std::chrono::nanoseconds(lane.late.front().first - Clock::now()));
  }
  return {0, std::max(wait, std::chrono::nanoseconds(0)).count()};
}

void relay(int client, int target_port, std::chrono::microseconds delay) {
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(target_port);
  const int on = 1;
  setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
  std::array<Lane, 2> lanes{Lane{client, server, {}}, Lane{server, client, {}}};
  for (;;) {
    std::array<pollfd, 2> entries{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    const timespec wait = until_next(lanes);
    ppoll(entries.data(), entries.size(), &wait, nullptr);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      if (entries[i].revents != 0 && !take(lanes[i], delay)) _exit(0);
      deliver(lanes[i]);
    }
  }
}

}  // namespace

Pinned::Pinned(pid_t server) : server_(server) {
  set_processors(server_, false);
  set_processors(0, false);
}

Pinned::~Pinned() {
  set_processors(server_, true);
  set_processors(0, true);
}

Hogs::Hogs(int count) {
  for (int i = 0; i < count; ++i) {
    processes_.push_back(spawn([] {
      for (volatile unsigned number = 0;;) number = number + 1;
    }));
  }
}

Hogs::~Hogs() {
  for (const pid_t process : processes_) end(process);
}

DelayProxy::DelayProxy(int target_port, std::chrono::microseconds round_trip) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, generic, size) != 0 || listen(listener, 64) != 0) throw std::runtime_error("no port");
  getsockname(listener, generic, &size);
  port_ = ntohs(address.sin_port);
  process_ = spawn([&] {
    prctl(PR_SET_TIMERSLACK, 1000);
    for (;;) {
      const int client = accept(listener, nullptr, nullptr);
      if (client >= 0) static_cast<void>(spawn([&] { relay(client, target_port, round_trip / 2); }));
    }
  });
  close(listener);
}

DelayProxy::~DelayProxy() { end(process_); }

}  // namespace redisconf::bench
