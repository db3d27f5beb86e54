// The command line of `generate` and `check`.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace redisconf::compiler {

struct Options {
  std::string program;  // as it was called, for commands that the user is told to type
  std::string schema = "schema/redis.yaml";
  std::vector<std::string> services;  // empty: all
  std::string output;                 // empty: services/ in the project's root
  std::string depfile;
  std::string stamp;
  std::string templates;
  bool quiet = false;
  bool help = false;
};

// Wrong usage. what() is the whole message.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws UsageError.
[[nodiscard]] Options parse_options(const std::string& program, const std::vector<std::string>& arguments);

// The options as --help lists them.
[[nodiscard]] std::string describe_options();

// The text as one word of a POSIX shell.
[[nodiscard]] std::string shell_quoted(const std::string& text);

}  // namespace redisconf::compiler
