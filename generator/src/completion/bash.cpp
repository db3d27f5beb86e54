#include "commands/command_line.h"
#include "completion/completion.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kHead = R"(# Completes redisconf in bash 4 or newer. In ~/.bashrc:
#   source <(redisconf completion bash)

# Functions share the variables of _redisconf: words, current, options, operands.

# WORD...: offers those that begin with what is typed.
_redisconf_offer() {
  local word
  for word in "$@"; do
    if [[ $word == "$current"* ]]; then COMPREPLY+=("$word"); fi
  done
}

# Sets schema to the schema file that this command line means.
_redisconf_find_schema() {
  local index
  schema=schema/redis.yaml
  for ((index = 2; index < ${#words[@]} - 1; index++)); do
    if [[ ${words[index]} == --schema ]]; then schema=${words[index + 1]}; fi
  done
}

_redisconf_services() {
  local schema file name
  _redisconf_find_schema
  [[ $schema == */* ]] || schema=./$schema
  for file in "${schema%/*}"/services/*.yaml; do
    name=${file##*/}
    name=${name%.yaml}
    if [[ -f $file && $name =~ ^[a-z][a-z0-9_-]*$ ]]; then _redisconf_offer "$name"; fi
  done
}

_redisconf_environments() {
  local schema line indent='' inside=no
  _redisconf_find_schema
  [[ -f $schema && -r $schema ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line =~ ^environments: ]]; then
      inside=yes
    elif [[ $line =~ ^[^[:space:]#] ]]; then
      inside=no
    elif [[ $inside == yes && $line =~ ^([[:space:]]+)([a-z][a-z0-9_-]*): ]]; then
      indent=${indent:-${BASH_REMATCH[1]}}
      if [[ ${BASH_REMATCH[1]} == "$indent" ]]; then _redisconf_offer "${BASH_REMATCH[2]}"; fi
    fi
  done <"$schema"
}

# KIND: offers values of that kind, as `redisconf COMMAND --help` names them.
_redisconf_value() {
  local choices
  case $1 in
    *'|'*)
      IFS='|' read -r -a choices <<<"$1"
      _redisconf_offer "${choices[@]}"
      ;;
    SERVICE) _redisconf_services ;;
    ENVIRONMENT) _redisconf_environments ;;
    FILE | DIR)
      if [[ $1 == FILE ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      else
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
      fi
      compopt -o filenames 2>/dev/null
      ;;
  esac
}

# OPTION: sets kind to what its value is; empty when it takes none.
_redisconf_kind_of() {
  local option
  kind=
  for option in "${options[@]}"; do
    if [[ ${option%% *} == "$1" && $option == *' '* ]]; then kind=${option#* }; fi
  done
}

# Programs redisconf-NAME are commands too.
_redisconf_other_names() {
  local name
  while IFS= read -r name; do
    name=${name#redisconf-}
    if [[ " ${COMPREPLY[*]} " != *" $name "* ]]; then _redisconf_offer "$name"; fi
  done < <(compgen -c -- "redisconf-$current" | sort -u)
}

)";

constexpr std::string_view kTail = R"(
_redisconf_arguments() {
  local index kind='' count=0 option
  for ((index = 2; index < ${#words[@]} - 1; index++)); do
    if [[ -n $kind ]]; then
      kind=
    elif [[ ${words[index]} == -* ]]; then
      _redisconf_kind_of "${words[index]}"
    else
      count=$((count + 1))
    fi
  done
  if [[ -n $kind ]]; then
    _redisconf_value "$kind"
    return
  fi
  if [[ $current != -* && ${#operands[@]} -gt 0 ]]; then
    index=$((count < ${#operands[@]} ? count : ${#operands[@]} - 1))
    if ((count == index)) || [[ ${operands[index]} == *... ]]; then
      _redisconf_value "${operands[index]%...}"
      return
    fi
  fi
  for option in "${options[@]}"; do
    _redisconf_offer "${option%% *}"
  done
}

_redisconf() {
  local index current words=() options=() operands=()
  COMPREPLY=()
  # Readline hands over --name=value as three words.
  for ((index = 0; index <= COMP_CWORD; index++)); do
    if [[ ${COMP_WORDS[index]} != = || $index -eq 0 ]]; then
      words+=("${COMP_WORDS[index]}")
    elif ((index == COMP_CWORD)); then
      words+=('')
    fi
  done
  current=${words[${#words[@]} - 1]}
  if ((${#words[@]} == 2)); then
    _redisconf_command_names
    _redisconf_other_names
    _redisconf_offer --help --version
  elif [[ ${words[1]} == help ]]; then
    _redisconf_command_names
  elif _redisconf_describe "${words[1]}"; then
    _redisconf_arguments
  else
    _redisconf_value FILE
  fi
}

complete -F _redisconf redisconf
)";

std::string description(const CompletedCommand& command) {
  std::string text = "    " + command.name + ")\n      options=(";
  std::string gap;
  for (const CompletedOption& option : command.options) {
    for (const std::string& name : option.names) {
      const std::string& kind = option.value.kind;
      std::string word = name;
      if (!kind.empty()) word.append(" ").append(kind);
      text.append(gap).append(shell_quoted(word));
      gap = ' ';
    }
  }
  text += ")\n      operands=(";
  gap.clear();
  for (const CompletedValue& operand : command.operands) {
    text += gap + shell_quoted(operand.kind + (operand.repeated ? "..." : ""));
    gap = ' ';
  }
  return text + ")\n      ;;\n";
}

}  // namespace

std::string bash_completion(const std::vector<CompletedCommand>& commands) {
  std::string text(kHead);
  std::string names;
  std::string descriptions;
  for (const CompletedCommand& command : commands) {
    names += ' ' + command.name;
    descriptions += description(command);
  }
  text += "# COMMAND: sets its options, each \"--name\" or \"--name KIND\", and its operands.\n";
  text += "_redisconf_describe() {\n  case $1 in\n" + descriptions + "    *) return 1 ;;\n  esac\n}\n";
  text += "\n_redisconf_command_names() {\n  _redisconf_offer" + names + " help\n}\n";
  return text + std::string(kTail);
}

}  // namespace redisconf::compiler
