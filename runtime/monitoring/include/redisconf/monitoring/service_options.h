// The command line that every small HTTP service understands.
//
// Thread-safety: pure functions. Errors: a wrong command line is a result; a wrong variable
// throws ConfigurationError. No message holds the value of an argument or variable.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/inputs.h>

#include <cstdint>
#include <span>
#include <string>

namespace redisconf REDISCONF_PUBLIC {

// What a program says about itself.
struct ServiceProgram {
  std::string name;           // "auth"
  std::string summary;        // one line for --help
  std::string version;        // "1.0.0"
  std::string port_variable;  // "AUTH_PORT"
  int standard_port = 0;      // when neither option nor variable names one
};

struct ServiceOptions {
  std::string address = "127.0.0.1";
  int port = 0;           // 0: a free one
  bool check = false;     // load, connect, describe, exit
  std::string version{};  // of the program
};

enum class ServiceAction : std::uint8_t { run, help, version, wrong_usage };

struct ServiceCommand {
  ServiceAction action = ServiceAction::run;
  ServiceOptions options;
  std::string fault;  // of wrong_usage: "unknown option; did you mean --port?"
};

// `arguments` are those after the program's name. The port variable is read from `inputs`.
[[nodiscard]] REDISCONF_PUBLIC ServiceCommand parse_service_command(const ServiceProgram& program,
                                                                    std::span<const char* const> arguments,
                                                                    const Inputs& inputs);

// What --help prints.
[[nodiscard]] REDISCONF_PUBLIC std::string service_help(const ServiceProgram& program);

}  // namespace redisconf
