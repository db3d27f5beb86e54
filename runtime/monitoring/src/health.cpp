#include "redisconf/monitoring/health.h"

#include "health_body.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "shared_probe.h"

namespace redisconf {
namespace {

HealthSnapshot look_at(Client& client) {
  const ServiceConfig& config = client.config();
  Ping ping = client.ping();
  return {config.service(), config.environment(), endpoint(config),
          std::move(ping),  client.pool_stats(),  std::chrono::system_clock::now()};
}

}  // namespace

class Health::Impl : public SharedProbe<HealthSnapshot> {
 public:
  explicit Impl(Client& client)
      : SharedProbe(client.config().monitoring().health_interval, [&client] { return look_at(client); }) {}
};

Health::Health(Client& client) : impl_(std::make_unique<Impl>(client)) {}
Health::Health(Health&&) noexcept = default;
Health& Health::operator=(Health&&) noexcept = default;
Health::~Health() = default;

HttpReply Health::redis() { return redis_health_reply(*impl_->get()); }

HttpReply Health::service() { return service_health_reply(*impl_->get()); }

}  // namespace redisconf
