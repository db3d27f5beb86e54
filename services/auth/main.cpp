// The auth service: signs users in and keeps their sessions in Redis.
#include "routes.h"

#include "auth/redis_config.h"

#include <redisconf/monitoring/cache_monitoring.h>
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
        options, config,
        [&config](redisconf::HttpServer& server, redisconf::Client& client, redisconf::Monitor& monitor) {
          const auth::Sessions sessions(client, config);
          auth::add_routes(server, sessions, auth::LoginFailures(client, config));
          redisconf::watch_cache(monitor, config.sessions_cache(), [sessions] { return sessions.stats(); });
        });
  });
}
