#include "commands/commands.h"

namespace redisconf::compiler {

const std::vector<CommandInfo>& commands() {
  static const std::vector<CommandInfo> kCommands{
      generate_command(),    check_command(), lint_command(),    show_command(),        explain_command(),
      diff_command(),        url_command(),   scan_command(),    adopt_command(),       init_command(),
      add_service_command(), fmt_command(),   migrate_command(), json_schema_command(), completion_command(),
  };
  return kCommands;
}

}  // namespace redisconf::compiler
