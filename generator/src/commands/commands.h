// The commands of the tool. Each returns an exit status.
#pragma once

#include <string>
#include <vector>

#include "commands/options.h"

namespace redisconf::compiler {

struct Command {
  std::string_view name;
  std::string_view summary;  // one line of `redisconf --help`
  std::string_view help;     // above the options in `redisconf NAME --help`
  int (*run)(const Options& options);
  // Of commands with options of their own, instead of the two above; --help is one of them.
  int (*run_words)(const std::vector<std::string>& arguments) = nullptr;
};

[[nodiscard]] int run_generate(const Options& options);
[[nodiscard]] int run_check(const Options& options);

[[nodiscard]] const std::vector<Command>& commands();

// The whole tool: what main() does. `arguments` without the program's name.
[[nodiscard]] int run_tool(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace redisconf::compiler
