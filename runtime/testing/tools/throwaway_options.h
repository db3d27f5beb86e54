// The command line of redisconf-throwaway.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace redisconf::testing {

struct ThrowawayOptions {
  std::filesystem::path directory;
  std::vector<std::string> names;  // of the certificate
  bool tls = false;
  bool password = false;
  bool until_eof = false;
  bool help = false;
  bool version = false;
};

class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws UsageError.
[[nodiscard]] ThrowawayOptions parse_command_line(int count, const char* const* arguments);

[[nodiscard]] std::string help_text();

}  // namespace redisconf::testing
