// Keeps a redis-server from outliving the process that wanted it.
//
// A shell in a session of its own starts the server and reads a pipe that only this process holds.
// The pipe ends when the object is destroyed, or when the process dies in whatever way; the shell
// then kills the server and removes its folder.
//
// Thread-safety: none. Errors: std::system_error, std::runtime_error.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>

namespace redisconf::testing {

class Supervisor {
 public:
  // `directory` holds redis.conf when start() is called; redis-server gets `argument` unless it is empty.
  Supervisor(const std::filesystem::path& directory, const char* argument);
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  ~Supervisor();

  // Returns the server's process id. The one before must have ended.
  [[nodiscard]] pid_t start();

 private:
  pid_t shell_ = 0;
  int commands_ = -1;
  int answers_ = -1;
};

// Whether a process has ended, reaped or not.
[[nodiscard]] bool has_ended(pid_t process);

// False when it still runs after that time.
[[nodiscard]] bool wait_until_ended(pid_t process, std::chrono::milliseconds time);

}  // namespace redisconf::testing
