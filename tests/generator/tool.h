// Runs the real tool, or another program, as a user would.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace redisconf::compiler::test {

struct Run {
  int status = -1;  // exit status; -1 when a signal ended it
  int signal = 0;
  pid_t process = 0;  // what it was: gone by now
  std::string output;
  std::string errors;
};

struct Invocation {
  std::vector<std::string> words;        // program and arguments
  std::string folder = ".";              // where it is started
  std::vector<std::string> environment;  // "NAME=value", added to ours
  std::optional<rlim_t> largest_file;    // bytes; one more ends it with SIGXFSZ
};

[[nodiscard]] Run run(const Invocation& invocation);

// The tool with these arguments, started in `folder`.
[[nodiscard]] Run run_tool(const std::string& folder, const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment = {});

// Starts all before it waits for any.
[[nodiscard]] std::vector<Run> run_together(const Invocation& invocation, std::size_t count);

}  // namespace redisconf::compiler::test
