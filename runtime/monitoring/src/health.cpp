#include "redisconf/monitoring/health.h"

#include "health_body.h"
#include "redisconf/config/describe.h"

namespace redisconf {
namespace {

HealthSnapshot look_at(Client& client) {
  const ServiceConfig& config = client.config();
  Ping ping = client.ping();
  return {config.service(), config.environment(), endpoint(config),
          std::move(ping),  client.pool_stats(),  std::chrono::system_clock::now()};
}

}  // namespace

HttpReply redis_health(Client& client) { return redis_health_reply(look_at(client)); }

HttpReply service_health(Client& client) { return service_health_reply(look_at(client)); }

}  // namespace redisconf
