#include <redisconf/config/service_config.h>
#include <redisconf/config/suggest.h>

#include <algorithm>
#include <string_view>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/external.h"

namespace redisconf::compiler {
namespace {

const CommandInfo* find_command(std::string_view name) {
  const auto found = std::ranges::find(commands(), name, &CommandInfo::name);
  return found == commands().end() ? nullptr : &*found;
}

// A line of the list of commands.
std::string command_line(std::string_view name, std::string_view summary) {
  constexpr std::size_t kSummaryColumn = 15;
  std::string line = "  " + std::string(name);
  line.resize(std::max(line.size() + 2, kSummaryColumn), ' ');
  return line + std::string(summary) + '\n';
}

std::string tool_help() {
  std::string text =
      "redisconf turns a schema of Redis settings into one typed wrapper for each service.\n\n"
      "Usage: redisconf COMMAND [OPTION]...\n\nCommands:\n";
  for (const CommandInfo& command : commands()) text += command_line(command.name, command.summary);
  for (const CompanionProgram& program : companions()) text += command_line(program.name, program.summary);
  text += command_line("help", "print this text, or that of a command") + '\n';
  text +=
      "Options:\n  --help       print this text\n  --version    print the version\n"
      "  --interface  print the number of the interface that generated code asks of the runtime\n\n"
      "Another command NAME runs the program redisconf-NAME.\n"
      "Exit status: 0 done, 1 a check failed (not up to date, --fail-on), 64 wrong usage,\n"
      "65 bad schema, 66 a file is missing or unreadable, 73 or 74 a file can't be written.\n";
  return text;
}

// Words of lower-case letters are what one mistypes; anything else may be a URL, password and all.
std::string quoted_word(const std::string& name) {
  constexpr std::size_t kLongestWord = 24;
  const bool is_word = name.size() <= kLongestWord &&
                       std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  return is_word ? " '" + name + "'" : ", which is not shown, since it may be a part of a secret";
}

int refuse_command(const std::string& name) {
  std::vector<std::string_view> known{"help"};
  for (const CommandInfo& command : commands()) known.push_back(command.name);
  for (const CompanionProgram& program : companions()) known.push_back(program.name);
  const std::string_view nearest = nearest_name(name, known);
  std::string message = "unknown command" + quoted_word(name);
  if (nearest == name) {
    message = "redisconf-" + name + " is not installed beside redisconf, nor in PATH";
  } else if (!nearest.empty()) {
    message += "; did you mean '" + std::string(nearest) + "'?";
  }
  print_usage_error(message);
  return kExitUsage;
}

int run_other(const std::string& name, const std::vector<std::string>& arguments) {
  const std::string path = find_external(name);
  return path.empty() ? refuse_command(name) : run_external(path, arguments);
}

int run_help(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    print(tool_help());
    return kExitOk;
  }
  const CommandInfo* const command = find_command(arguments.front());
  if (command == nullptr) return run_other(arguments.front(), {"--help"});
  print(command_help(*command));
  return kExitOk;
}

}  // namespace

int run_tool(const std::string& program, const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    print_error(tool_help());
    return kExitUsage;
  }
  const std::string& name = arguments.front();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  try {
    if (name == "--help" || name == "-h" || name == "help") return run_help(rest);
    if (name == "--version") {
      print("redisconf " REDISCONF_VERSION "\n");
      return kExitOk;
    }
    if (name == "--interface") {
      print(std::to_string(kNewestGeneratedInterface) + '\n');
      return kExitOk;
    }
    if (name.starts_with('-')) throw UsageError("unknown option" + quoted_word(name));
    const CommandInfo* const command = find_command(name);
    return command != nullptr ? run_command(*command, program, rest) : run_other(name, rest);
  } catch (const UsageError& error) {
    print_usage_error(error.what());
    return kExitUsage;
  }
}

}  // namespace redisconf::compiler
