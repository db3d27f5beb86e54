#include <exception>
#include <string>
#include <vector>

#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"

int main(int count, char** words) {
  namespace compiler = redisconf::compiler;
  try {
    const std::string program = count > 0 ? words[0] : "redisconf";
    return compiler::run_tool(program, {words + (count > 0 ? 1 : 0), words + count});
  } catch (const std::exception& error) {
    compiler::print_error("redisconf: " + std::string(error.what()) + '\n');
    return compiler::kExitInternal;
  }
}
