// The command line of a service.
#include <redisconf/config/errors.h>
#include <redisconf/monitoring/service_options.h>

#include "support/catch.h"

#include <vector>

using redisconf::ConfigurationError;
using redisconf::Inputs;
using redisconf::ServiceAction;
using redisconf::ServiceCommand;
using redisconf::ServiceProgram;
using redisconf::test::contains;

namespace {

const ServiceProgram kProgram{.name = "auth",
                              .summary = "Signs users in.",
                              .version = "1.2.3",
                              .port_variable = "AUTH_PORT",
                              .standard_port = 8081};

ServiceCommand parse(std::initializer_list<const char*> arguments, const Inputs& inputs = Inputs::from({})) {
  const std::vector<const char*> list(arguments);
  return redisconf::parse_service_command(kProgram, list, inputs);
}

std::string fault_of(std::initializer_list<const char*> arguments) {
  const ServiceCommand command = parse(arguments);
  CHECK(command.action == ServiceAction::wrong_usage);
  return command.fault;
}

}  // namespace

TEST_CASE("without options a service listens on this machine and its standard port", "[options]") {
  const ServiceCommand command = parse({});
  CHECK(command.action == ServiceAction::run);
  CHECK(command.options.address == "127.0.0.1");
  CHECK(command.options.port == 8081);
  CHECK_FALSE(command.options.check);
}

TEST_CASE("the option beats the variable, the variable the standard", "[options]") {
  const Inputs inputs = Inputs::from({{"AUTH_PORT", "9001"}});
  CHECK(parse({}, inputs).options.port == 9001);
  CHECK(parse({"--port", "9002"}, inputs).options.port == 9002);
  CHECK(parse({"--port=9003"}, inputs).options.port == 9003);
  CHECK(parse({"--port", "0"}, inputs).options.port == 0);
}

TEST_CASE("options may come in any order", "[options]") {
  const ServiceCommand command = parse({"--check", "--address=::1", "--port", "0"});
  CHECK(command.options.check);
  CHECK(command.options.address == "::1");
  CHECK(command.options.port == 0);
  CHECK(parse({"--address", "0.0.0.0"}).options.address == "0.0.0.0");
}

TEST_CASE("help and version need nothing else to be right", "[options]") {
  const Inputs wrong = Inputs::from({{"AUTH_PORT", "wrong"}});
  CHECK(parse({"--help"}, wrong).action == ServiceAction::help);
  CHECK(parse({"--version"}, wrong).action == ServiceAction::version);
}

TEST_CASE("a wrong command line is said, without its values", "[options]") {
  for (const auto arguments : {std::initializer_list<const char*>{"--port", "hunter2"},
                               {"--port=hunter2"},
                               {"--port", "65536"},
                               {"--port", "-1"},
                               {"--port", "080"},
                               {"--port", ""},
                               {"--port="},
                               {"--port"}}) {
    CHECK(fault_of(arguments) == "--port takes a whole number from 0 to 65535");
  }
  CHECK(fault_of({"--address", "hunter2"}) == "--address takes an IP address");
  CHECK(fault_of({"--address"}) == "--address takes an IP address");
  CHECK(fault_of({"--prot=hunter2"}) == "unknown option; did you mean --port?");
  CHECK(fault_of({"--password=hunter2"}) == "unknown option");
  CHECK(fault_of({"--ports", "1"}) == "unknown option; did you mean --port?");
  CHECK(fault_of({"hunter2"}) == "unexpected argument");
  CHECK(fault_of({""}) == "unexpected argument");
}

TEST_CASE("a wrong port variable is a configuration error, without its value", "[options]") {
  for (const char* const value : {"", "hunter2", "65536", "http"}) {
    try {
      (void)parse({}, Inputs::from({{"AUTH_PORT", value}}));
      FAIL("accepted");
    } catch (const ConfigurationError& error) {
      REQUIRE(error.problems().size() == 1);
      CHECK(error.problems()[0].where == "AUTH_PORT");
      CHECK_THAT(error.what(), contains("a whole number from 0 to 65535") && !contains("hunter2"));
    }
  }
}

TEST_CASE("help names every option, the variable and the exit statuses", "[options]") {
  const std::string help = redisconf::service_help(kProgram);
  for (const char* const word : {"Usage: auth", "Signs users in.", "--port", "--address", "--check",
                                 "--version", "--help", "AUTH_PORT", "8081", "64", "69", "78"}) {
    CHECK_THAT(help, contains(word));
  }
}
