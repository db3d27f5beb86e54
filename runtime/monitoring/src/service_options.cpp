#include "redisconf/monitoring/service_options.h"

#include "redisconf/config/errors.h"
#include "redisconf/config/suggest.h"
#include "redisconf/config/value.h"

#include <array>
#include <optional>
#include <string_view>

namespace redisconf {
namespace {

constexpr SettingInfo kPort{.path = "port", .type = SettingType::integer, .minimum = 0, .maximum = 65535};
constexpr std::array<std::string_view, 5> kOptions{"--help", "--version", "--check", "--port", "--address"};

ServiceCommand wrong_usage(std::string fault) { return {ServiceAction::wrong_usage, {}, std::move(fault)}; }

// Only the name before '=' is compared, and only a known name is shown.
std::string unknown_option(std::string_view argument) {
  if (!argument.starts_with('-')) return "unexpected argument";
  const std::string_view nearest = nearest_name(argument.substr(0, argument.find('=')), kOptions);
  return nearest.empty() ? "unknown option" : "unknown option; did you mean " + std::string(nearest) + "?";
}

int port_from_variable(const ServiceProgram& program, const Inputs& inputs) {
  const char* const text = inputs.find(program.port_variable.c_str());
  if (text == nullptr) return program.standard_port;
  const ParsedValue parsed = parse_value(kPort, text);
  if (parsed.fault == ValueFault::none) return static_cast<int>(parsed.number);
  const std::string accepted = accepted_values(kPort);
  throw ConfigurationError(
      program.name, "",
      {{program.port_variable, std::string(fault_summary(parsed.fault)) + ": must be " + accepted, "",
        "export " + program.port_variable + "=<" + accepted + ">, or unset it"}});
}

// The value of `--name value` or `--name=value`; moves `index` past it.
std::optional<std::string_view> value_of(std::string_view name, std::span<const char* const> arguments,
                                         std::size_t& index) {
  const std::string_view argument = arguments[index];
  if (argument.size() > name.size()) return argument.substr(name.size() + 1);
  if (index + 1 == arguments.size()) return std::nullopt;
  return arguments[++index];
}

bool is_option(std::string_view argument, std::string_view name) {
  return argument.starts_with(name) && (argument.size() == name.size() || argument[name.size()] == '=');
}

}  // namespace

ServiceCommand parse_service_command(const ServiceProgram& program, std::span<const char* const> arguments,
                                     const Inputs& inputs) {
  ServiceCommand command;
  command.options.version = program.version;
  std::optional<int> port;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const std::string_view argument = arguments[index];
    if (argument == "--help") return {ServiceAction::help, {}, {}};
    if (argument == "--version") return {ServiceAction::version, {}, {}};
    if (argument == "--check") {
      command.options.check = true;
    } else if (is_option(argument, "--port")) {
      const ParsedValue parsed = parse_value(kPort, value_of("--port", arguments, index).value_or(""));
      if (parsed.fault != ValueFault::none) return wrong_usage("--port takes " + accepted_values(kPort));
      port = static_cast<int>(parsed.number);
    } else if (is_option(argument, "--address")) {
      command.options.address = value_of("--address", arguments, index).value_or("");
      if (!is_address(command.options.address)) return wrong_usage("--address takes an IP address");
    } else {
      return wrong_usage(unknown_option(argument));
    }
  }
  command.options.port = port ? *port : port_from_variable(program, inputs);
  return command;
}

std::string service_help(const ServiceProgram& program) {
  return "Usage: " + program.name + " [options]\n" + program.summary +
         "\n\n"
         "  --port N        port to listen on, 0 takes a free one (" +
         program.port_variable + ", else " + std::to_string(program.standard_port) +
         ")\n"
         "  --address A     IP address to listen on (127.0.0.1)\n"
         "  --check         load the configuration, connect to Redis, show both, and exit\n"
         "  --version       show the version, and exit\n"
         "  --help          show this, and exit\n\n"
         "Exit status: 0 stopped by SIGINT or SIGTERM, 64 wrong usage, 69 Redis can't be reached,\n"
         "78 wrong configuration.\n";
}

}  // namespace redisconf
