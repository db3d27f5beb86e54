#include "commands/options.h"

#include <redisconf/config/suggest.h>

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <sstream>
#include <string_view>

#include "text/names.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

constexpr std::array<std::string_view, 8> kNames{"--schema", "--service",   "--output", "--depfile",
                                                 "--stamp",  "--templates", "--quiet",  "--help"};

po::options_description description(Options& options) {
  po::options_description all("Options");
  auto add = all.add_options();
  add("schema", po::value(&options.schema)->value_name("FILE")->default_value(options.schema),
      "what services share; services/*.yaml stand beside it");
  add("service", po::value(&options.services)->value_name("NAME"),
      "only this service; may be given several times");
  add("output", po::value(&options.output)->value_name("DIR"),
      "with one --service its folder, else the folder of <name>/generated (services, in the project's root)");
  add("depfile", po::value(&options.depfile)->value_name("FILE"),
      "write what the result depends on, for Make and Ninja; needs --stamp");
  add("stamp", po::value(&options.stamp)->value_name("FILE"), "touch this file after success");
  add("templates", po::value(&options.templates)->value_name("DIR"),
      "take templates (<file>.tpl) from this folder where it has them");
  add("quiet,q", po::bool_switch(&options.quiet), "print errors only");
  add("help,h", po::bool_switch(&options.help), "print this text");
  return all;
}

std::string unknown_option(const std::string& given) {
  const std::string name = printable(given.substr(0, 64));
  const std::string_view nearest = nearest_name(name, kNames);
  std::string message = "unknown option '" + name + "'";
  if (!nearest.empty()) message += "; did you mean '" + std::string(nearest) + "'?";
  return message;
}

void check(const Options& options) {
  for (const std::string& service : options.services) {
    if (!is_service_name(service)) {
      throw UsageError("--service takes a service's name (^[a-z][a-z0-9_-]{0,62}$), not a path");
    }
  }
  if (!options.depfile.empty() && options.stamp.empty()) {
    throw UsageError("--depfile needs --stamp, the file that depends on the schema");
  }
}

}  // namespace

Options parse_options(const std::string& program, const std::vector<std::string>& arguments) {
  Options options;
  options.program = program;
  const po::options_description all = description(options);
  const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  try {
    const auto parsed = po::command_line_parser(arguments)
                            .options(all)
                            .positional(po::positional_options_description())
                            .style(style)
                            .run();
    po::variables_map values;
    po::store(parsed, values);
    po::notify(values);
  } catch (const po::unknown_option& error) {
    throw UsageError(unknown_option(error.get_option_name()));
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
  std::ranges::sort(options.services);
  options.services.erase(std::unique(options.services.begin(), options.services.end()),
                         options.services.end());
  check(options);
  return options;
}

std::string describe_options() {
  Options options;
  std::ostringstream text;
  text << description(options);
  return text.str();
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
