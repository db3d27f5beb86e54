// The backend service: computes analytics figures, on request or in the background, and keeps them in Redis
// for a while.
#include "routes.h"

#include "backend/redis_config.h"

#include <redisconf/monitoring/cache_monitoring.h>
#include <redisconf/monitoring/publisher_monitoring.h>
#include <redisconf/monitoring/queue_monitoring.h>
#include <redisconf/monitoring/service_program.h>

#include <chrono>
#include <memory>

using namespace std::chrono_literals;

int main(int argc, char** argv) {
  const redisconf::ServiceProgram program{.name = "backend",
                                          .summary = "Computes analytics figures and caches them in Redis.",
                                          .version = SERVICE_VERSION,
                                          .port_variable = "BACKEND_PORT",
                                          .standard_port = 8082};
  return redisconf::run_service(program, argc, argv, [](const redisconf::ServiceOptions& options) {
    const auto config = backend::RedisConfig::load();
    return redisconf::serve(
        options, config,
        [&config](redisconf::HttpServer& server, redisconf::Client& client, redisconf::Monitor& monitor) {
          const auto analytics = std::make_shared<backend::Analytics>(client, config);
          const auto customers = std::make_shared<backend::Customers>(client, config);
          const auto refreshes = std::make_shared<backend::Refreshes>(client, config, analytics);
          backend::add_routes(server, analytics);
          backend::add_routes(server, customers);
          backend::add_routes(server, refreshes);
          redisconf::watch_cache(monitor, config.analytics_cache(),
                                 [analytics] { return analytics->cache_stats(); });
          redisconf::watch_publisher(monitor, config.customers_channel(),
                                     [customers] { return customers->news_stats(); });
          redisconf::watch_queue(monitor, refreshes->queue(),
                                 [refreshes] { return refreshes->worker_stats(); });
          monitor.every(1s, [refreshes] { refreshes->start(); });
        });
  });
}
