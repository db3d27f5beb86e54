// What a benchmark does to its machine: pins processes, keeps processors busy, makes a server far.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <thread>
#include <vector>

namespace redisconf::bench {

// All threads of this process and the server's, on one processor while it lives.
class Pinned {
 public:
  explicit Pinned(pid_t server);
  Pinned(const Pinned&) = delete;
  Pinned& operator=(const Pinned&) = delete;
  ~Pinned();

 private:
  pid_t server_;
};

// Processes that compute while it lives.
class Hogs {
 public:
  explicit Hogs(int count);
  Hogs(const Hogs&) = delete;
  Hogs& operator=(const Hogs&) = delete;
  ~Hogs();

 private:
  std::vector<pid_t> processes_;
};

// Listens on a free loopback port and passes bytes on to the target, half of `round_trip` late in
// each direction. A process of its own, so that its work is not counted as the caller's.
class DelayProxy {
 public:
  DelayProxy(int target_port, std::chrono::microseconds round_trip);
  DelayProxy(const DelayProxy&) = delete;
  DelayProxy& operator=(const DelayProxy&) = delete;
  ~DelayProxy();

  [[nodiscard]] int port() const noexcept { return port_; }

 private:
  int port_ = 0;
  pid_t process_ = 0;
};

}  // namespace redisconf::bench
