#include "commands/commands.h"

namespace redisconf::compiler {

const std::vector<CommandInfo>& commands() {
  static const std::vector<CommandInfo> kCommands{
      generate_command(), check_command(),       show_command(), explain_command(), scan_command(),
      init_command(),     add_service_command(), fmt_command(),  migrate_command(),
  };
  return kCommands;
}

}  // namespace redisconf::compiler
