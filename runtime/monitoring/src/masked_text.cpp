#include "masked_text.h"

#include "redisconf/config/mask.h"
#include "redisconf/config/settings.h"

#include <array>

namespace redisconf {
namespace {

// What stands before the @ of a URL. The rest of Sentry's address is no secret, and its host may well stand
// in other texts.
std::string_view key_of(std::string_view dsn) {
  if (const auto begin = dsn.find("//"); begin != std::string_view::npos) dsn.remove_prefix(begin + 2);
  return dsn.substr(0, dsn.find('@'));
}

}  // namespace

std::string masked_text(const ServiceConfig& config, std::string_view text) {
  const MonitoringSettings& monitoring = config.monitoring();
  const std::array<std::string_view, 5> secrets{
      config.connection().password.reveal(), config.sentinel().password.reveal(), config.tls().key.reveal(),
      key_of(monitoring.sentry_dsn.reveal()), monitoring.debug_token.reveal()};
  return mask_secrets(text, secrets);
}

}  // namespace redisconf
