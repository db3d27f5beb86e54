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
const CircuitBreakerSettings& SettingGroups::circuit_breaker() const noexcept {
  return settings_->circuit_breaker;
}
const ClusterSettings& SettingGroups::cluster() const noexcept { return settings_->cluster; }
const SentinelSettings& SettingGroups::sentinel() const noexcept { return settings_->sentinel; }
const SecretsSettings& SettingGroups::secrets() const noexcept { return settings_->secrets; }
const MonitoringSettings& SettingGroups::monitoring() const noexcept { return settings_->monitoring; }
const FallbackSettings& SettingGroups::fallback() const noexcept { return settings_->fallback; }

// Positions are those of catalogue().
// NOLINTNEXTLINE(readability-function-size): a line for each setting
void bind_settings(FinalValues& values, Settings& settings) {
  settings.connection.host = values.text(0);
  settings.connection.port = static_cast<int>(values.number(1));
  settings.connection.socket = values.text(2);
  settings.connection.loopback = static_cast<ConnectionLoopback>(values.number(3));
  settings.connection.database = static_cast<int>(values.number(4));
  settings.connection.username = values.text(5);
  settings.connection.password = values.take_secret(6);
  settings.connection.client_name = values.text(7);
  settings.connection.read_from = static_cast<ConnectionReadFrom>(values.number(8));
  settings.tls.enabled = values.number(9) != 0;
  settings.tls.verify = static_cast<TlsVerify>(values.number(10));
  settings.tls.server_name = values.text(11);
  settings.tls.ca = values.take_secret(12);
  settings.tls.pin = values.text(13);
  settings.tls.certificate = values.take_secret(14);
  settings.tls.key = values.take_secret(15);
  settings.timeouts.startup = std::chrono::milliseconds(values.number(16));
  settings.timeouts.resolve = std::chrono::milliseconds(values.number(17));
  settings.timeouts.connect = std::chrono::milliseconds(values.number(18));
  settings.timeouts.tls = std::chrono::milliseconds(values.number(19));
  settings.timeouts.command = std::chrono::milliseconds(values.number(20));
  settings.timeouts.health = std::chrono::milliseconds(values.number(21));
  settings.pool.connections = static_cast<int>(values.number(22));
  settings.pool.polling = static_cast<PoolPolling>(values.number(23));
  settings.retry.max_attempts = static_cast<int>(values.number(24));
  settings.retry.initial_backoff = std::chrono::milliseconds(values.number(25));
  settings.retry.max_backoff = std::chrono::milliseconds(values.number(26));
  settings.retry.max_retries = static_cast<int>(values.number(27));
  settings.retry.budget = static_cast<int>(values.number(28));
  settings.circuit_breaker.failure_threshold = static_cast<int>(values.number(29));
  settings.circuit_breaker.failure_rate = static_cast<int>(values.number(30));
  settings.circuit_breaker.slow_rate = static_cast<int>(values.number(31));
  settings.circuit_breaker.slow_call = std::chrono::milliseconds(values.number(32));
  settings.circuit_breaker.minimum_calls = static_cast<int>(values.number(33));
  settings.circuit_breaker.recovery_timeout = std::chrono::milliseconds(values.number(34));
  settings.circuit_breaker.max_recovery_timeout = std::chrono::milliseconds(values.number(35));
  settings.cluster.enabled = values.number(36) != 0;
  settings.sentinel.nodes = values.text(37);
  settings.sentinel.master = values.text(38);
  settings.sentinel.username = values.text(39);
  settings.sentinel.password = values.take_secret(40);
  settings.secrets.directory = values.text(41);
  settings.secrets.command = values.text(42);
  settings.secrets.timeout = std::chrono::milliseconds(values.number(43));
  settings.monitoring.health_interval = std::chrono::milliseconds(values.number(44));
  settings.monitoring.readiness = static_cast<MonitoringReadiness>(values.number(45));
  settings.monitoring.metrics = values.number(46) != 0;
  settings.monitoring.log_format = static_cast<MonitoringLogFormat>(values.number(47));
  settings.monitoring.emf_namespace = values.text(48);
  settings.monitoring.emf_interval = std::chrono::milliseconds(values.number(49));
  settings.monitoring.sentry_dsn = values.take_secret(50);
  settings.monitoring.debug_access = static_cast<MonitoringDebugAccess>(values.number(51));
  settings.monitoring.debug_token = values.take_secret(52);
  settings.fallback.mode = static_cast<FallbackMode>(values.number(53));
}

const Secret* find_secret(const Settings& settings, std::size_t index) noexcept {
  switch (index) {
    case 6:
      return &settings.connection.password;
    case 12:
      return &settings.tls.ca;
    case 14:
      return &settings.tls.certificate;
    case 15:
      return &settings.tls.key;
    case 40:
      return &settings.sentinel.password;
    case 50:
      return &settings.monitoring.sentry_dsn;
    case 52:
      return &settings.monitoring.debug_token;
    default:
      return nullptr;
  }
}

}  // namespace redisconf
