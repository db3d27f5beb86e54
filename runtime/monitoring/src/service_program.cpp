#include "redisconf/monitoring/service_program.h"

#include "redisconf/client/program.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/errors.h"

#include <cstdio>
#include <string>

namespace redisconf {
namespace {

void print(std::FILE* file, const std::string& text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), file));
  static_cast<void>(std::fflush(file));
}

std::string url_of(const ServiceOptions& options, int port) {
  const bool is_ipv6 = options.address.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + options.address + "]" : options.address;
  return "http://" + host + ":" + std::to_string(port);
}

// Only where the environment is not strict: connect() throws there.
std::string warning(const ServiceConfig& config, const Ping& ping) {
  return std::string(config.service()) +
         ": starts without Redis, and tries again with each call: " + ping.cause + "\n";
}

int run_command(const ServiceProgram& program, const ServiceCommand& command,
                const std::function<int(const ServiceOptions&)>& body) {
  switch (command.action) {
    case ServiceAction::run:
      return body(command.options);
    case ServiceAction::help:
      print(stdout, service_help(program));
      return 0;
    case ServiceAction::version:
      print(stdout, program.name + " " + program.version + "\n");
      return 0;
    case ServiceAction::wrong_usage:
      print(stderr, program.name + ": " + command.fault + "\nTry '" + program.name + " --help'.\n");
      return kExitUsage;
  }
  return kExitUsage;
}

}  // namespace

int run_service(const ServiceProgram& program, int argc, const char* const* argv,
                const std::function<int(const ServiceOptions&)>& body) {
  return run_program(program.name, [&] {
    const auto count = static_cast<std::size_t>(argc > 0 ? argc - 1 : 0);
    const std::span<const char* const> arguments(argv + (argc > 0 ? 1 : 0), count);
    return run_command(program, parse_service_command(program, arguments, Inputs::process()), body);
  });
}

int serve(const ServiceOptions& options, const ServiceConfig& config,
          const std::function<void(HttpServer&, Client&)>& add_routes) {
  return serve(options, config,
               [&](HttpServer& server, Client& client, Monitor&) { add_routes(server, client); });
}

int serve(const ServiceOptions& options, const ServiceConfig& config,
          const std::function<void(HttpServer&, Client&, Monitor&)>& add_routes) {
  print(stderr, summary(config) + "\n");
  Client client = connect(config);
  const Ping ping = client.ping();
  if (options.check) {
    print(stdout, describe(config));
    if (!ping.connected) print(stderr, std::string(config.service()) + ": " + ping.cause + "\n");
    return ping.connected ? 0 : kExitUnavailable;
  }
  if (!ping.connected) print(stderr, warning(config, ping));
  HttpServer server(options.address, options.port);
  Monitor monitor(client, {.version = options.version});  // its threads end before the routes go
  server.add_monitoring(monitor);
  add_routes(server, client, monitor);
  print(stdout, std::string(config.service()) + " listening on " + url_of(options, server.port()) + "\n");
  return server.run();
}

}  // namespace redisconf
