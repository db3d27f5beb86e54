// main() of a small HTTP service on Redis: options, start-up in the right order, exit statuses
// after sysexits.h.
//
//   int main(int argc, char** argv) {
//     return redisconf::run_service({.name = "auth", ...}, argc, argv, [](const auto& options) {
//       const auto config = auth::RedisConfig::load();
//       return redisconf::serve(options, config, [&](auto& server, auto& client) {
//         server.on_get("/greeting", ...);
//       });
//     });
//   }
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/monitoring/http_server.h>
#include <redisconf/monitoring/monitor.h>
#include <redisconf/monitoring/service_options.h>

#include <functional>

namespace redisconf REDISCONF_PUBLIC {

// Answers --help and --version (0) and wrong usage (64) itself; else runs `body` as
// run_program() does.
[[nodiscard]] REDISCONF_PUBLIC int run_service(const ServiceProgram& program, int argc,
                                               const char* const* argv,
                                               const std::function<int(const ServiceOptions&)>& body);

// Says where it connects (standard error), connects, then listens with what Monitor::handle()
// answers and what `add_routes` adds, says so in one line of standard output
// ("auth listening on http://127.0.0.1:8081"), and serves until SIGINT or SIGTERM.
// With options.check: connects, prints describe(config), and returns without listening: 0, or 69
// when Redis can't be reached. Throws RedisError when that happens in a strict environment; others
// warn on standard error and serve.
[[nodiscard]] REDISCONF_PUBLIC int serve(const ServiceOptions& options, const ServiceConfig& config,
                                         const std::function<void(HttpServer&, Client&)>& add_routes);

// The same for a service that adds components to health, or figures to metrics. What these refer to must
// live until serve() returns.
[[nodiscard]] REDISCONF_PUBLIC int serve(
    const ServiceOptions& options, const ServiceConfig& config,
    const std::function<void(HttpServer&, Client&, Monitor&)>& add_routes);

}  // namespace redisconf
