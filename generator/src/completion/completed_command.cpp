#include <boost/program_options.hpp>
#include <sstream>

#include "commands/command_line.h"
#include "completion/completion.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

// "FILE (=schema/redis.yaml)" -> "FILE"
std::string kind_of(const po::value_semantic& value) {
  if (value.max_tokens() == 0) return {};
  const std::string name = value.name();
  return name.substr(0, name.find(' '));
}

CompletedOption completed_option(const po::option_description& option) {
  using Several = po::typed_value<std::vector<std::string>>;
  const po::value_semantic& value = *option.semantic();
  CompletedOption completed;
  completed.names.push_back("--" + option.long_name());
  const std::string other = option.canonical_display_name(po::command_line_style::allow_dash_for_short);
  if (other != option.long_name()) completed.names.push_back(other);
  completed.value.kind = kind_of(value);
  completed.value.repeated = dynamic_cast<const Several*>(&value) != nullptr;
  completed.summary = option.description();
  return completed;
}

// "[FILE]..." -> FILE, optional, repeated
CompletedValue completed_operand(std::string text) {
  CompletedValue operand;
  if (text.ends_with("...")) {
    operand.repeated = true;
    text.resize(text.size() - 3);
  }
  if (text.starts_with('[') && text.ends_with(']')) {
    operand.optional = true;
    text = text.substr(1, text.size() - 2);
  }
  operand.kind = std::move(text);
  return operand;
}

std::vector<CompletedValue> completed_operands(std::string_view text) {
  std::vector<CompletedValue> completed;
  std::istringstream operands{std::string(text)};
  for (std::string operand; operands >> operand;) completed.push_back(completed_operand(operand));
  return completed;
}

}  // namespace

CompletedCommand completed_companion(const CompanionProgram& program) {
  CompletedCommand completed;
  completed.name = program.name;
  completed.summary = program.summary;
  std::istringstream options{std::string(program.options)};
  for (std::string word; options >> word;) {
    if (word.starts_with("--")) {
      completed.options.push_back({.names = {word}, .value = {}, .summary = {}});
    } else {
      completed.options.back().value.kind = word;
    }
  }
  completed.operands = completed_operands(program.operands);
  return completed;
}

CompletedCommand completed_command(const CommandInfo& info) {
  CompletedCommand completed;
  completed.name = info.name;
  completed.summary = info.summary;
  const auto command = info.make();
  const po::options_description options = describe_options(*command);
  for (const auto& option : options.options()) completed.options.push_back(completed_option(*option));
  completed.operands = completed_operands(info.operands);
  return completed;
}

std::vector<std::string> words_of(std::string_view kind) {
  std::vector<std::string> words;
  if (kind.find('|') == std::string_view::npos) return words;
  std::istringstream list{std::string(kind)};
  for (std::string word; std::getline(list, word, '|');) words.push_back(word);
  return words;
}

}  // namespace redisconf::compiler
