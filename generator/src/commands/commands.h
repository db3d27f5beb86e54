// The commands of the tool.
#pragma once

#include <string>
#include <vector>

#include "commands/command.h"

namespace redisconf::compiler {

[[nodiscard]] CommandInfo add_service_command();
[[nodiscard]] CommandInfo adopt_command();
[[nodiscard]] CommandInfo check_command();
[[nodiscard]] CommandInfo explain_command();
[[nodiscard]] CommandInfo diff_command();
[[nodiscard]] CommandInfo completion_command();
[[nodiscard]] CommandInfo generate_command();
[[nodiscard]] CommandInfo json_schema_command();
[[nodiscard]] CommandInfo lint_command();
[[nodiscard]] CommandInfo fmt_command();
[[nodiscard]] CommandInfo init_command();
[[nodiscard]] CommandInfo migrate_command();
[[nodiscard]] CommandInfo scan_command();
[[nodiscard]] CommandInfo show_command();
[[nodiscard]] CommandInfo url_command();

// In the order of `redisconf --help`.
[[nodiscard]] const std::vector<CommandInfo>& commands();

// The whole tool: what main() does. `arguments` without the program's name.
[[nodiscard]] int run_tool(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace redisconf::compiler
