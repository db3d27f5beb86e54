#include "masked_text.h"

#include "redisconf/config/mask.h"
#include "redisconf/config/settings.h"

#include <array>

namespace redisconf {

std::string masked_text(const ServiceConfig& config, std::string_view text) {
  const MonitoringSettings& monitoring = config.monitoring();
  const std::array<std::string_view, 5> secrets{
      config.connection().password.reveal(), config.sentinel().password.reveal(), config.tls().key.reveal(),
      monitoring.sentry_dsn.reveal(), monitoring.debug_token.reveal()};
  return mask_secrets(text, secrets);
}

}  // namespace redisconf
