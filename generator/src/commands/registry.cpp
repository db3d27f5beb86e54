#include <array>

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

std::span<const CompanionProgram> companions() {
  static constexpr std::array kCompanions{
      CompanionProgram{"doctor", "SERVICE", "--schema FILE --json --fail-on-warning --help",
                       "try the way to Redis as a service would go it (redisconf-doctor)"},
      CompanionProgram{"import", "SERVICE cache|queue NAME",
                       "--from FILE --dry-run --resume --restart --checkpoint FILE --max-errors NUMBER"
                       " --rejects FILE --on-conflict keep|replace|fail --as json|bytes|custom"
                       " --value-version NUMBER --patience DURATION --schema FILE --json --help",
                       "put JSON lines into a service's cache or queue (redisconf-import)"},
      CompanionProgram{"queue", "SERVICE QUEUE [list|inspect|retry|purge|pause|resume|drain|tail] [ID]",
                       "--schema FILE --count NUMBER --payload --help",
                       "look after a service's job queue (redisconf-queue)"}};
  return kCompanions;
}

}  // namespace redisconf::compiler
