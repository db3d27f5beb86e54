#include <exception>
#include <string>

#include "commands/command_line.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "import_command.h"

int main(int count, char** words) {
  namespace compiler = redisconf::compiler;
  try {
    return compiler::run_command(redisconf::import_tool::import_command(), "redisconf",
                                 {words + (count > 0 ? 1 : 0), words + count});
  } catch (const compiler::UsageError& error) {
    compiler::print_usage_error(error.what());
    return compiler::kExitUsage;
  } catch (const std::exception& error) {
    compiler::print_error("redisconf import: " + std::string(error.what()) + '\n');
    return compiler::kExitInternal;
  }
}
