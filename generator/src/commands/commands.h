// The commands of the tool.
#pragma once

#include <span>
#include <string>
#include <string_view>
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

// Programs of their own that come with the tool (external.h).
struct CompanionProgram {
  std::string_view name;
  std::string_view operands;  // as CommandInfo::operands
  std::string_view options;   // "--json --schema FILE", as its help shows them
  std::string_view summary;
};
[[nodiscard]] std::span<const CompanionProgram> companions();

// The whole tool: what main() does. `arguments` without the program's name.
[[nodiscard]] int run_tool(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace redisconf::compiler
