// How command lines are read, alike for all commands.
//
// Thread-safety: none. Errors: UsageError.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "commands/command.h"

namespace redisconf::compiler {

// Wrong usage; exit status 64. what() is the whole message.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Reads the arguments, then runs the command or prints its help. Returns an exit status.
[[nodiscard]] int run_command(const CommandInfo& info, const std::string& program,
                              const std::vector<std::string>& arguments);

// What `redisconf NAME --help` prints.
[[nodiscard]] std::string command_help(const CommandInfo& info);

// All options of a command, --help included.
[[nodiscard]] boost::program_options::options_description describe_options(Command& command);

// The text as one word of a POSIX shell.
[[nodiscard]] std::string shell_quoted(const std::string& text);

}  // namespace redisconf::compiler
