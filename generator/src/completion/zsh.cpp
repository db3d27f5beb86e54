#include "commands/command_line.h"
#include "completion/completion.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kHead = R"(#compdef redisconf
# Completes redisconf in zsh. Into a folder of $fpath:
#   redisconf completion zsh > ~/.zsh/completions/_redisconf
# or in ~/.zshrc, after compinit:
#   source <(redisconf completion zsh)

# Sets schema to the schema file that this command line means.
_redisconf_find_schema() {
  local index
  schema=schema/redis.yaml
  for ((index = 2; index < CURRENT; index++)); do
    case $words[index] in
      --schema) schema=${(Q)words[index + 1]} ;;
      --schema=*) schema=${(Q)${words[index]#--schema=}} ;;
    esac
  done
}

_redisconf_services() {
  local schema
  local -a names
  _redisconf_find_schema
  names=(${schema:h}/services/[a-z]*.yaml(N.:t:r))
  _describe -t services service names
}

_redisconf_environments() {
  local schema line indent='' inside=no
  local -a names match mbegin mend
  _redisconf_find_schema
  [[ -f $schema && -r $schema ]] || return 1
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line == environments:* ]]; then
      inside=yes
    elif [[ $line == [^[:space:]\#]* ]]; then
      inside=no
    elif [[ $inside == yes && $line =~ '^([[:space:]]+)([a-z][a-z0-9_-]*):' ]]; then
      indent=${indent:-$match[1]}
      [[ $match[1] == $indent ]] && names+=($match[2])
    fi
  done <$schema
  _describe -t environments environment names
}

)";

constexpr std::string_view kMain = R"(
_redisconf() {
  local curcontext=$curcontext state line
  local -a known
  _redisconf_command_names
  _arguments -C '(- *)--help[print help]' '(- *)--version[print the version]' \
    '1:command:->command' '*::argument:->argument' && return
  case $state in
    command) _describe -t commands command known ;;
    argument) _redisconf_arguments ;;
  esac
}

if [[ $funcstack[1] == _redisconf ]]; then
  _redisconf "$@"
else
  compdef _redisconf redisconf
fi
)";

std::string action_of(const std::string& kind) {
  if (kind == "FILE") return "_files";
  if (kind == "DIR") return "_files -/";
  if (kind == "SERVICE") return "_redisconf_services";
  if (kind == "ENVIRONMENT") return "_redisconf_environments";
  std::string words;
  for (const std::string& word : words_of(kind)) words += (words.empty() ? "(" : " ") + word;
  return words.empty() ? " " : words + ')';
}

std::string message_of(const std::string& kind) { return words_of(kind).empty() ? kind : "value"; }

// _arguments reads ':' as the end of a part and brackets as the explanation's.
std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string spec_of(const CompletedOption& option, const std::string& name) {
  std::string spec;
  if (option.value.repeated) {
    spec = "*";
  } else if (option.names.size() > 1) {
    spec = '(' + option.names[0] + ' ' + option.names[1] + ')';
  }
  const bool has_value = !option.value.kind.empty();
  spec += name + (has_value ? (name.starts_with("--") ? "=" : "+") : "");
  spec += '[' + escaped(option.summary, "[]\\") + ']';
  if (has_value) spec += ':' + message_of(option.value.kind) + ':' + action_of(option.value.kind);
  return spec;
}

std::string spec_of(const CompletedValue& operand, std::size_t position) {
  std::string spec = operand.repeated ? "*" : std::to_string(position);
  spec += operand.optional && !operand.repeated ? "::" : ":";
  return spec + message_of(operand.kind) + ':' + action_of(operand.kind);
}

std::string arguments_of(const CompletedCommand& command) {
  std::string text = "    " + command.name + ")\n      _arguments";
  const auto add = [&text](const std::string& spec) { text += " \\\n        " + shell_quoted(spec); };
  for (const CompletedOption& option : command.options) {
    for (const std::string& name : option.names) add(spec_of(option, name));
  }
  std::size_t position = 0;
  for (const CompletedValue& operand : command.operands) add(spec_of(operand, ++position));
  return text + "\n      ;;\n";
}

std::string described(const std::string& name, const std::string& summary) {
  return "    " + shell_quoted(escaped(name, ":\\") + ':' + summary) + '\n';
}

}  // namespace

std::string zsh_completion(const std::vector<CompletedCommand>& commands) {
  std::string names = "_redisconf_command_names() {\n  known=(\n";
  std::string arguments = "_redisconf_arguments() {\n  case $words[1] in\n";
  for (const CompletedCommand& command : commands) {
    names += described(command.name, command.summary);
    arguments += arguments_of(command);
  }
  names += described("help", "print the help of a command") +
           "  )\n  local program\n"
           "  for program in ${(k)commands[(I)redisconf-*]}; do\n"
           "    program=${program#redisconf-}\n"
           "    [[ -n ${known[(r)$program:*]} ]] || known+=($program)\n  done\n}\n\n";
  arguments +=
      "    help) _describe -t commands command known ;;\n"
      "    *) _default ;;\n  esac\n}\n";
  return std::string(kHead) + names + arguments + std::string(kMain);
}

}  // namespace redisconf::compiler
