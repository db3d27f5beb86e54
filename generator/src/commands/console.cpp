#include "commands/console.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "commands/exit_status.h"

namespace redisconf::compiler {
namespace {

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool has_colour(int descriptor) {
  const char* const terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return !dumb && !is_set("NO_COLOR") && ::isatty(descriptor) == 1;
}

}  // namespace

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void print_error(std::string_view text) {
  std::fflush(stdout);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print_usage_error(std::string_view message) {
  print_error("redisconf: " + std::string(message) + "\nTry 'redisconf --help'.\n");
}

bool output_has_colour() { return has_colour(STDOUT_FILENO); }

bool error_output_has_colour() { return has_colour(STDERR_FILENO); }

std::string write_error(const std::string& path, const WriteResult& result) {
  return path + ": error: can't be written: " + result.error +
         "\n  fix: remove it, make room or change its permissions, then run the command again\n";
}

int write_status(const WriteResult& result) noexcept {
  if (!result.failed()) return kExitOk;
  return result.status == WriteStatus::cannot_create ? kExitCannotCreate : kExitCannotWrite;
}

int report_write(const std::string& path, const WriteResult& result) {
  if (result.failed()) print_error(write_error(path, result));
  return write_status(result);
}

}  // namespace redisconf::compiler
