// Generated from the settings catalogue (runtime/config/src/catalogue.cpp) by `./dev update`.
// DO NOT EDIT.
//
// Access to the groups of settings, without their headers: every wrapper includes this.
#pragma once

#include <redisconf/config/export.h>

namespace redisconf REDISCONF_PUBLIC {

struct ConnectionSettings;
struct TlsSettings;
struct TimeoutsSettings;
struct PoolSettings;
struct RetrySettings;
struct CircuitBreakerSettings;
struct ClusterSettings;
struct SentinelSettings;
struct SecretsSettings;
struct MonitoringSettings;
struct FallbackSettings;
struct Settings;

class SettingGroups {
 public:
  /// Which server, and who we are to it.
  [[nodiscard]] const ConnectionSettings& connection() const noexcept;
  /// Encryption, and how the server proves who it is.
  [[nodiscard]] const TlsSettings& tls() const noexcept;
  /// How long each wait may last; nothing waits for ever.
  [[nodiscard]] const TimeoutsSettings& timeouts() const noexcept;
  /// How many connections a process keeps.
  [[nodiscard]] const PoolSettings& pool() const noexcept;
  /// What happens after a failure that may be tried again.
  [[nodiscard]] const RetrySettings& retry() const noexcept;
  /// When calls stop knocking at a server that does not answer.
  [[nodiscard]] const CircuitBreakerSettings& circuit_breaker() const noexcept;
  /// Whether the server is one node or a Redis Cluster.
  [[nodiscard]] const ClusterSettings& cluster() const noexcept;
  /// Who knows which server is the primary, where Redis Sentinel watches over several.
  [[nodiscard]] const SentinelSettings& sentinel() const noexcept;
  /// Where secrets come from when no variable holds them.
  [[nodiscard]] const SecretsSettings& secrets() const noexcept;
  /// What a service tells about Redis, and how often it looks.
  [[nodiscard]] const MonitoringSettings& monitoring() const noexcept;
  /// What stands in for Redis while it is away.
  [[nodiscard]] const FallbackSettings& fallback() const noexcept;

 protected:
  explicit SettingGroups(const Settings* settings) noexcept : settings_(settings) {}
  const Settings* settings_;  // owned by the class that derives from this one
};

}  // namespace redisconf
