#include <array>

#include "edit/migration.h"

namespace redisconf::compiler {
namespace {

// Whether "---" or a directive stands on one of the lines, which are else comments.
bool begins_with_marker(std::string_view lines) {
  const auto holds = [lines](std::string_view marker) {
    return lines.starts_with(marker) || lines.find('\n' + std::string(marker)) != std::string_view::npos;
  };
  return holds("---") || holds("%");
}

// In a mapping of lines before its first line, in one of brackets behind the first of them.
std::vector<TextEdit> add_version(const SourceFile& file, const Node& root) {
  const std::string_view text = file.text();
  if (text[root.offset] == '{')
    return {{root.offset + 1, 0, root.members.empty() ? "redisconf: 1" : "redisconf: 1, "}};
  const std::size_t line = file.line_start(root.offset);
  const std::string indent(text.substr(line, root.offset - line));
  const auto first_end = text.find('\n');
  const bool carriage_return =
      first_end != std::string_view::npos && first_end > 0 && text[first_end - 1] == '\r';
  const std::size_t at = begins_with_marker(text.substr(0, line)) ? line : 0;
  return {{at, 0, indent + "redisconf: 1" + (carriage_return ? "\r\n" : "\n")}};
}

constexpr std::array kSteps{
    MigrationStep{.from = 0, .summary = "adds the line `redisconf: 1`", .edits = add_version},
};

}  // namespace

std::span<const MigrationStep> migration_steps() { return kSteps; }

}  // namespace redisconf::compiler
