// The auth service: signs users in and keeps their sessions in Redis.
#include "routes.h"

#include "auth/redis_config.h"

#include <redisconf/monitoring/service_program.h>

int main(int argc, char** argv) {
  const redisconf::ServiceProgram program{.name = "auth",
                                          .summary = "Signs users in and keeps their sessions in Redis.",
                                          .version = SERVICE_VERSION,
                                          .port_variable = "AUTH_PORT",
                                          .standard_port = 8081};
  return redisconf::run_service(program, argc, argv, [](const redisconf::ServiceOptions& options) {
    const auto config = auth::RedisConfig::load();
    return redisconf::serve(
        options, config, [&config](redisconf::HttpServer& server, redisconf::Client& client) {
          auth::add_routes(server, auth::Sessions(client, config), auth::LoginFailures(client, config));
        });
  });
}
