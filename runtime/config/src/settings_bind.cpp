// Generated from the settings catalogue (runtime/config/src/catalogue.cpp) by `./dev update`.
// DO NOT EDIT.
#include "final_values.h"
#include "redisconf/config/setting_groups.h"
#include "redisconf/config/settings.h"

namespace redisconf {

const ConnectionSettings& SettingGroups::connection() const noexcept { return settings_->connection; }
const TlsSettings& SettingGroups::tls() const noexcept { return settings_->tls; }
const TimeoutsSettings& SettingGroups::timeouts() const noexcept { return settings_->timeouts; }
const PoolSettings& SettingGroups::pool() const noexcept { return settings_->pool; }
const RetrySettings& SettingGroups::retry() const noexcept { return settings_->retry; }
const CircuitBreakerSettings& SettingGroups::circuit_breaker() const noexcept { return settings_->circuit_breaker; }
const ClusterSettings& SettingGroups::cluster() const noexcept { return settings_->cluster; }
const SecretsSettings& SettingGroups::secrets() const noexcept { return settings_->secrets; }
const FallbackSettings& SettingGroups::fallback() const noexcept { return settings_->fallback; }

// Positions are those of catalogue().
void bind_settings(FinalValues& values, Settings& settings) {
  settings.connection.host = values.text(0);
  settings.connection.port = static_cast<int>(values.number(1));
  settings.connection.loopback = static_cast<ConnectionLoopback>(values.number(2));
  settings.connection.database = static_cast<int>(values.number(3));
  settings.connection.username = values.text(4);
  settings.connection.password = values.take_secret(5);
  settings.connection.client_name = values.text(6);
  settings.tls.enabled = values.number(7) != 0;
  settings.tls.verify = static_cast<TlsVerify>(values.number(8));
  settings.tls.server_name = values.text(9);
  settings.tls.ca = values.take_secret(10);
  settings.tls.certificate = values.take_secret(11);
  settings.tls.key = values.take_secret(12);
  settings.timeouts.startup = std::chrono::milliseconds(values.number(13));
  settings.timeouts.resolve = std::chrono::milliseconds(values.number(14));
  settings.timeouts.connect = std::chrono::milliseconds(values.number(15));
  settings.timeouts.tls = std::chrono::milliseconds(values.number(16));
  settings.timeouts.command = std::chrono::milliseconds(values.number(17));
  settings.timeouts.health = std::chrono::milliseconds(values.number(18));
  settings.pool.connections = static_cast<int>(values.number(19));
  settings.retry.max_attempts = static_cast<int>(values.number(20));
  settings.retry.initial_backoff = std::chrono::milliseconds(values.number(21));
  settings.retry.max_backoff = std::chrono::milliseconds(values.number(22));
  settings.retry.max_retries = static_cast<int>(values.number(23));
  settings.retry.budget = static_cast<int>(values.number(24));
  settings.circuit_breaker.failure_threshold = static_cast<int>(values.number(25));
  settings.circuit_breaker.failure_rate = static_cast<int>(values.number(26));
  settings.circuit_breaker.slow_rate = static_cast<int>(values.number(27));
  settings.circuit_breaker.slow_call = std::chrono::milliseconds(values.number(28));
  settings.circuit_breaker.minimum_calls = static_cast<int>(values.number(29));
  settings.circuit_breaker.recovery_timeout = std::chrono::milliseconds(values.number(30));
  settings.circuit_breaker.max_recovery_timeout = std::chrono::milliseconds(values.number(31));
  settings.cluster.enabled = values.number(32) != 0;
  settings.secrets.directory = values.text(33);
  settings.secrets.command = values.text(34);
  settings.secrets.timeout = std::chrono::milliseconds(values.number(35));
  settings.fallback.mode = static_cast<FallbackMode>(values.number(36));
}

const Secret* find_secret(const Settings& settings, std::size_t index) noexcept {
  switch (index) {
    case 5:
      return &settings.connection.password;
    case 10:
      return &settings.tls.ca;
    case 11:
      return &settings.tls.certificate;
    case 12:
      return &settings.tls.key;
    default:
      return nullptr;
  }
}

}  // namespace redisconf
