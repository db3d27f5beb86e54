// The backend service: computes analytics figures and keeps them in Redis for a while.
#include "routes.h"

#include "backend/redis_config.h"

#include <redisconf/monitoring/service_program.h>

#include <memory>

int main(int argc, char** argv) {
  const redisconf::ServiceProgram program{.name = "backend",
                                          .summary = "Computes analytics figures and caches them in Redis.",
                                          .version = SERVICE_VERSION,
                                          .port_variable = "BACKEND_PORT",
                                          .standard_port = 8082};
  return redisconf::run_service(program, argc, argv, [](const redisconf::ServiceOptions& options) {
    const auto config = backend::RedisConfig::load();
    return redisconf::serve(
        options, config, [&config](redisconf::HttpServer& server, redisconf::Client& client) {
          backend::add_routes(server, backend::Analytics(client, config));
          backend::add_routes(server, std::make_shared<backend::Customers>(client, config));
        });
  });
}
