#include "commands/external.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "commands/console.h"
#include "commands/exit_status.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

bool is_command_name(std::string_view name) {
  return !name.empty() && name.front() != '-' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_program(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::string find_external(const std::string& command) {
  if (!is_command_name(command)) return {};
  const std::string file = "redisconf-" + command;
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (!error && is_program(self.parent_path() / file)) return (self.parent_path() / file).string();
  const char* const path = std::getenv("PATH");
  std::string_view folders = path == nullptr ? "" : path;
  while (!folders.empty()) {
    const auto end = std::min(folders.find(':'), folders.size());
    const fs::path candidate = fs::path(folders.substr(0, end)) / file;
    // An empty entry would mean the current folder; a stranger's file must not be a command.
    if (end > 0 && is_program(candidate)) return candidate.string();
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  return {};
}

int run_external(const std::string& path, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv(path.c_str(), pointers.data());
  print_error("redisconf: " + path + " can't be started: " + std::generic_category().message(errno) + '\n');
  return kExitInternal;
}

}  // namespace redisconf::compiler
