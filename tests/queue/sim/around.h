// The world of a simulated redis-server, as surroundings.cpp shows it: its clock, and replies that are lost.
//
// Ownership:     owns the file that both share. Thread-safety: none.
// Errors:        std::runtime_error when the file can't be made.
#pragma once

#include <redisconf/testing/temporary_directory.h>

#include <chrono>
#include <cstdint>

namespace redisconf::test {

using Milliseconds = std::chrono::milliseconds;
using SimTime = std::chrono::sys_time<Milliseconds>;

class Around {
 public:
  // From here on servers that this process starts live in it; one object a process.
  explicit Around(const char* library);
  Around(const Around&) = delete;
  Around& operator=(const Around&) = delete;
  ~Around();

  void set(SimTime now) noexcept;
  void lose_reply(int after) noexcept;  // so many replies from here on; 0: none

 private:
  testing::TemporaryDirectory directory_;
  volatile std::int64_t* shared_ = nullptr;
};

}  // namespace redisconf::test
