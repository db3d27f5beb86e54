// Scripts by which shells complete the tool's command lines. All they know of commands, options and
// operands comes from the registry; names of services and environments they read from the schema
// while the user types.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/commands.h"

namespace redisconf::compiler {

// What one operand or the value of one option may be, as help names it.
struct CompletedValue {
  std::string kind;  // "FILE", "SERVICE", "bash|zsh"; empty: an option without value
  bool optional = false;
  bool repeated = false;
};

struct CompletedOption {
  std::vector<std::string> names;  // "--quiet", "-q"
  CompletedValue value;
  std::string summary;
};

struct CompletedCommand {
  std::string name;
  std::string summary;
  std::vector<CompletedOption> options;
  std::vector<CompletedValue> operands;
};

[[nodiscard]] CompletedCommand completed_command(const CommandInfo& info);
[[nodiscard]] CompletedCommand completed_companion(const CompanionProgram& program);

// "text|json" -> {"text", "json"}; nothing when the kind names no words.
[[nodiscard]] std::vector<std::string> words_of(std::string_view kind);

[[nodiscard]] std::string bash_completion(const std::vector<CompletedCommand>& commands);
[[nodiscard]] std::string zsh_completion(const std::vector<CompletedCommand>& commands);

}  // namespace redisconf::compiler
