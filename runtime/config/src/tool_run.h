// Runs another program without a shell, takes what it prints, and ends it at a deadline.
//
// Between us and the program stands a supervisor, a fork of this process that does nothing but
// wait: it knows how the program ended even where this process ignores SIGCHLD or reaps every
// child, and it reaps the program where this process is number 1 of a container.
//
// Ownership:     the result owns its bytes, in memory that core dumps leave out.
// Thread-safety: may run concurrently. Errors: std::bad_alloc; the rest is in the result.
#pragma once

#include "redisconf/config/secret_buffer.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace redisconf {

struct ToolRun {
  enum class End : std::uint8_t {
    exited,       // code: the exit status
    killed,       // code: the signal, which was not ours
    not_started,  // code: errno
    too_slow,
    too_much,  // printed more than the limit
  };

  End end = End::not_started;
  int code = 0;
  SecretBuffer output;
  SecretBuffer errors;  // the last bytes of it, at least 512 when there were so many
};

struct ToolCommand {
  std::string program;  // path
  std::vector<std::string> words;
  std::chrono::milliseconds deadline;
  std::size_t max_output;  // bytes
};

[[nodiscard]] ToolRun run_tool(const ToolCommand& command);

}  // namespace redisconf
