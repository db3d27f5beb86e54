#include "commands/command_line.h"

#include <redisconf/config/suggest.h>

#include <boost/program_options.hpp>
#include <sstream>
#include <string_view>

#include "commands/console.h"
#include "commands/exit_status.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

constexpr const char* kOperands = "operands";  // no option that one can type: never shown

std::string unknown_option(const std::string& given, const po::options_description& visible) {
  const std::string name = printable(given.substr(0, 64));
  std::vector<std::string> known;
  for (const auto& option : visible.options()) known.push_back("--" + option->long_name());
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  const std::string_view nearest = nearest_name(name, candidates);
  std::string message = "unknown option '" + name + "'";
  if (!nearest.empty()) message += "; did you mean '" + std::string(nearest) + "'?";
  return message;
}

[[noreturn]] void refuse_hidden(const CommandInfo& info) {
  throw UsageError(
      "an option is wrong; it is not shown, since it may be a part of a secret: usage: redisconf " +
      std::string(info.name) + " [OPTION]... " + std::string(info.operands));
}

po::variables_map parse(const CommandInfo& info, const po::options_description& visible,
                        const std::vector<std::string>& arguments) {
  po::options_description all;
  all.add(visible).add_options()(kOperands, po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add(kOperands, -1);
  const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  po::variables_map values;
  try {
    po::store(po::command_line_parser(arguments).options(all).positional(positional).style(style).run(),
              values);
    po::notify(values);
  } catch (const po::unknown_option& error) {
    if (info.hides_arguments) refuse_hidden(info);
    throw UsageError(unknown_option(error.get_option_name(), visible));
  } catch (const po::error& error) {
    if (info.hides_arguments) refuse_hidden(info);
    throw UsageError(error.what());
  }
  return values;
}

void check_operands(const CommandInfo& info, const std::vector<std::string>& operands) {
  const std::string usage =
      "redisconf " + std::string(info.name) + (info.operands.empty() ? "" : ' ' + std::string(info.operands));
  if (operands.size() > info.max_operands) {
    throw UsageError("unexpected '" + printable(operands[info.max_operands].substr(0, 64)) +
                     "': usage: " + usage);
  }
  if (operands.size() < info.min_operands) throw UsageError("something is missing: usage: " + usage);
}

}  // namespace

po::options_description describe_options(Command& command) {
  po::options_description visible("Options");
  command.add_options(visible.add_options());
  visible.add_options()("help,h", "print this text");
  return visible;
}

std::string command_help(const CommandInfo& info) {
  const auto command = info.make();
  std::ostringstream text;
  text << "Usage: redisconf " << info.name << " [OPTION]...";
  if (!info.operands.empty()) text << ' ' << info.operands;
  text << "\n\n" << info.help << '\n' << describe_options(*command);
  text << "\nExit status: " << info.exit_status << '\n';
  return text.str();
}

int run_command(const CommandInfo& info, const std::string& program,
                const std::vector<std::string>& arguments) {
  const auto command = info.make();
  const po::variables_map values = parse(info, describe_options(*command), arguments);
  if (values.count("help") != 0) {
    print(command_help(info));
    return kExitOk;
  }
  Invocation invocation{program, {}};
  const auto operands = values.find(kOperands);
  if (operands != values.end()) invocation.operands = operands->second.as<std::vector<std::string>>();
  check_operands(info, invocation.operands);
  return command->run(invocation);
}

std::string shell_quoted(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  quoted += '\'';
  return quoted;
}

}  // namespace redisconf::compiler
