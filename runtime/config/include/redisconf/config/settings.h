// Generated from the settings catalogue (runtime/config/src/catalogue.cpp) by `./dev update`.
// DO NOT EDIT.
//
// The settings of a service, by group. Plain values, checked by load(); Secret makes them
// move-only. Times are std::chrono::milliseconds, sizes are bytes.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/secret.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace redisconf REDISCONF_PUBLIC {

/// Whether the host may be this machine; a local proxy is the reason to allow it.
enum class ConnectionLoopback : std::uint8_t { allow, refuse };

/// Who answers commands that only read; replicas may lag behind the primary.
enum class ConnectionReadFrom : std::uint8_t { primary, replica };

/// Which server, and who we are to it.
struct ConnectionSettings {
  /// Host name or address of the server; never assumed to be localhost.
  /// `connection.host`, REDIS_HOST: a host name or an IP address.
  std::string host;

  /// TCP port of the server.
  /// `connection.port`, REDIS_PORT: a whole number from 1 to 65535; 6379 unless set.
  int port = 6379;

  /// Path of a Unix socket, in place of host and port; without TLS.
  /// `connection.socket`, REDIS_SOCKET: text without control characters.
  std::string socket;

  /// Whether the host may be this machine; a local proxy is the reason to allow it.
  /// `connection.loopback`, REDIS_LOOPBACK: allow or refuse; allow unless set (strict: refuse).
  ConnectionLoopback loopback = ConnectionLoopback::allow;

  /// Number of the logical database that SELECT chooses.
  /// `connection.database`, REDIS_DATABASE: a whole number from 0 to 65535; 0 unless set.
  int database = 0;

  /// ACL user (Redis 6 and later); unset signs in as the default user.
  /// `connection.username`, REDIS_USERNAME: text without control characters.
  std::string username;

  /// Password of the user, sent by AUTH.
  /// `connection.password`, REDIS_PASSWORD: a secret.
  Secret password;

  /// Name shown by CLIENT LIST; unset sends the service's name.
  /// `connection.client_name`, REDIS_CLIENT_NAME: text without control characters.
  std::string client_name;

  /// Who answers commands that only read; replicas may lag behind the primary.
  /// `connection.read_from`, REDIS_READ_FROM: primary or replica; primary unless set.
  ConnectionReadFrom read_from = ConnectionReadFrom::primary;
};

/// What is checked: full is chain and name, ca the chain alone, none nothing.
enum class TlsVerify : std::uint8_t { full, ca, none };

/// Encryption, and how the server proves who it is.
struct TlsSettings {
  /// Whether the connection is encrypted, with TLS 1.2 or newer.
  /// `tls.enabled`, REDIS_TLS_ENABLED: true or false; false unless set (strict: true).
  bool enabled = false;

  /// What is checked: full is chain and name, ca the chain alone, none nothing.
  /// `tls.verify`, REDIS_TLS_VERIFY: full, ca or none; full unless set.
  TlsVerify verify = TlsVerify::full;

  /// Name that the certificate must carry; unset means connection.host.
  /// `tls.server_name`, REDIS_TLS_SERVER_NAME: a host name or an IP address.
  std::string server_name;

  /// PEM certificates of the authorities to trust; unset trusts the system's.
  /// `tls.ca`, REDIS_TLS_CA: a secret.
  Secret ca;

  /// Public keys that the server may have, beside what tls.verify asks: sha256/BASE64 of each, with commas
  /// between. `tls.pin`, REDIS_TLS_PIN: text without control characters.
  std::string pin;

  /// PEM client certificate, with its chain, for servers that ask for one.
  /// `tls.certificate`, REDIS_TLS_CERTIFICATE: a secret.
  Secret certificate;

  /// PEM private key of the client certificate.
  /// `tls.key`, REDIS_TLS_KEY: a secret.
  Secret key;
};

/// How long each wait may last; nothing waits for ever.
struct TimeoutsSettings {
  /// Deadline over resolve, connect, TLS, AUTH, SELECT and PING together.
  /// `timeouts.startup`, REDIS_TIMEOUTS_STARTUP: a duration from 10ms to 10m; 5s unless set.
  std::chrono::milliseconds startup{5000};

  /// Longest wait for the name server.
  /// `timeouts.resolve`, REDIS_TIMEOUTS_RESOLVE: a duration from 1ms to 1m; 1s unless set.
  std::chrono::milliseconds resolve{1000};

  /// Longest wait for the TCP connection.
  /// `timeouts.connect`, REDIS_TIMEOUTS_CONNECT: a duration from 1ms to 1m; 1s unless set.
  std::chrono::milliseconds connect{1000};

  /// Longest wait for the TLS handshake.
  /// `timeouts.tls`, REDIS_TIMEOUTS_TLS: a duration from 1ms to 1m; 2s unless set.
  std::chrono::milliseconds tls{2000};

  /// Longest wait for the reply to one command.
  /// `timeouts.command`, REDIS_TIMEOUTS_COMMAND: a duration from 1ms to 10m; 500ms unless set.
  std::chrono::milliseconds command{500};

  /// Longest wait of a health check.
  /// `timeouts.health`, REDIS_TIMEOUTS_HEALTH: a duration from 1ms to 1m; 2s unless set.
  std::chrono::milliseconds health{2000};
};

/// Whether waiting threads look before they sleep: automatic while the machine is calm.
enum class PoolPolling : std::uint8_t { automatic, never, always };

/// How many connections a process keeps.
struct PoolSettings {
  /// Most connections that one process opens.
  /// `pool.connections`, REDIS_POOL_CONNECTIONS: a whole number from 1 to 1024; 8 unless set.
  int connections = 8;

  /// Whether waiting threads look before they sleep: automatic while the machine is calm.
  /// `pool.polling`, REDIS_POOL_POLLING: automatic, never or always; automatic unless set.
  PoolPolling polling = PoolPolling::automatic;
};

/// What happens after a failure that may be tried again.
struct RetrySettings {
  /// Failed attempts to connect after which the fallback starts; dialling goes on.
  /// `retry.max_attempts`, REDIS_RETRY_MAX_ATTEMPTS: a whole number from 1 to 1000; 10 unless set.
  int max_attempts = 10;

  /// Pause after the first failure; it doubles from there, with full jitter.
  /// `retry.initial_backoff`, REDIS_RETRY_INITIAL_BACKOFF: a duration from 1ms to 1m; 50ms unless set.
  std::chrono::milliseconds initial_backoff{50};

  /// Longest pause between two attempts.
  /// `retry.max_backoff`, REDIS_RETRY_MAX_BACKOFF: a duration from 1ms to 1h; 3s unless set.
  std::chrono::milliseconds max_backoff{3000};

  /// Most times that one command is sent again, and only where that does no harm.
  /// `retry.max_retries`, REDIS_RETRY_MAX_RETRIES: a whole number from 0 to 10; 2 unless set.
  int max_retries = 2;

  /// Tokens for retries: one costs 1, a success gives 0.1 back, none below half of them.
  /// `retry.budget`, REDIS_RETRY_BUDGET: a whole number from 0 to 100000; 100 unless set.
  int budget = 100;
};

/// When calls stop knocking at a server that does not answer.
struct CircuitBreakerSettings {
  /// Transport failures in a row that open the circuit breaker.
  /// `circuit_breaker.failure_threshold`, REDIS_CIRCUIT_BREAKER_FAILURE_THRESHOLD: a whole number from 1 to
  /// 10000; 5 unless set.
  int failure_threshold = 5;

  /// Percentage of failed calls of the last ten seconds that opens the circuit breaker.
  /// `circuit_breaker.failure_rate`, REDIS_CIRCUIT_BREAKER_FAILURE_RATE: a whole number from 1 to 100; 50
  /// unless set.
  int failure_rate = 50;

  /// Percentage of slow calls of the last ten seconds that opens the circuit breaker.
  /// `circuit_breaker.slow_rate`, REDIS_CIRCUIT_BREAKER_SLOW_RATE: a whole number from 1 to 100; 80 unless
  /// set.
  int slow_rate = 80;

  /// Time from which a call counts as slow; blocking commands never do.
  /// `circuit_breaker.slow_call`, REDIS_CIRCUIT_BREAKER_SLOW_CALL: a duration from 1ms to 10m; 250ms unless
  /// set.
  std::chrono::milliseconds slow_call{250};

  /// Calls of the last ten seconds below which no percentage is looked at.
  /// `circuit_breaker.minimum_calls`, REDIS_CIRCUIT_BREAKER_MINIMUM_CALLS: a whole number from 1 to 100000;
  /// 20 unless set.
  int minimum_calls = 20;

  /// Time that the circuit breaker stays open before it probes.
  /// `circuit_breaker.recovery_timeout`, REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT: a duration from 10ms to 10m;
  /// 1s unless set.
  std::chrono::milliseconds recovery_timeout{1000};

  /// Longest such time: it doubles with each probe that fails.
  /// `circuit_breaker.max_recovery_timeout`, REDIS_CIRCUIT_BREAKER_MAX_RECOVERY_TIMEOUT: a duration from 10ms
  /// to 10m; 5s unless set.
  std::chrono::milliseconds max_recovery_timeout{5000};
};

/// Whether the server is one node or a Redis Cluster.
struct ClusterSettings {
  /// Whether the server is a node of a Redis Cluster, which has database 0 alone.
  /// `cluster.enabled`, REDIS_CLUSTER_ENABLED: true or false; false unless set.
  bool enabled = false;
};

/// Who knows which server is the primary, where Redis Sentinel watches over several.
struct SentinelSettings {
  /// Sentinels that are asked for the primary, in place of a host: a:26379,b:26379.
  /// `sentinel.nodes`, REDIS_SENTINEL_NODES: text without control characters.
  std::string nodes;

  /// Name under which the sentinels watch the primary.
  /// `sentinel.master`, REDIS_SENTINEL_MASTER: text without control characters.
  std::string master;

  /// ACL user at the sentinels; unset signs in as their default user.
  /// `sentinel.username`, REDIS_SENTINEL_USERNAME: text without control characters.
  std::string username;

  /// Password at the sentinels, when they ask for one.
  /// `sentinel.password`, REDIS_SENTINEL_PASSWORD: a secret.
  Secret password;
};

/// Where secrets come from when no variable holds them.
struct SecretsSettings {
  /// Folder that holds one file for each named secret, as Docker and Kubernetes mount them.
  /// `secrets.directory`, REDIS_SECRETS_DIRECTORY: text without control characters.
  std::string directory;

  /// Program that prints a named secret, run without a shell; {name} stands for the name.
  /// `secrets.command`, REDIS_SECRETS_COMMAND: text without control characters.
  std::string command;

  /// Longest wait for secrets.command.
  /// `secrets.timeout`, REDIS_SECRETS_TIMEOUT: a duration from 100ms to 5m; 10s unless set.
  std::chrono::milliseconds timeout{10000};
};

/// When /health/ready says yes: on the fallback too, with Redis alone, or always.
enum class MonitoringReadiness : std::uint8_t { fallback, redis, always };

/// Form of the lines that tell what happens to the connections to Redis.
enum class MonitoringLogFormat : std::uint8_t { text, json };

/// Who may ask the debug endpoints; strict environments and anywhere need the token.
enum class MonitoringDebugAccess : std::uint8_t { off, loopback, anywhere };

/// What a service tells about Redis, and how often it looks.
struct MonitoringSettings {
  /// Pause between two looks at Redis, on whose results health endpoints answer.
  /// `monitoring.health_interval`, REDIS_MONITORING_HEALTH_INTERVAL: a duration from 1ms to 1m; 500ms unless
  /// set.
  std::chrono::milliseconds health_interval{500};

  /// When /health/ready says yes: on the fallback too, with Redis alone, or always.
  /// `monitoring.readiness`, REDIS_MONITORING_READINESS: fallback, redis or always; fallback unless set.
  MonitoringReadiness readiness = MonitoringReadiness::fallback;

  /// Whether /metrics tells the figures of the client to Prometheus.
  /// `monitoring.metrics`, REDIS_MONITORING_METRICS: true or false; true unless set.
  bool metrics = true;

  /// Form of the lines that tell what happens to the connections to Redis.
  /// `monitoring.log_format`, REDIS_MONITORING_LOG_FORMAT: text or json; text unless set.
  MonitoringLogFormat log_format = MonitoringLogFormat::text;

  /// CloudWatch namespace of the figures that go out as log lines; unset sends none.
  /// `monitoring.emf_namespace`, REDIS_MONITORING_EMF_NAMESPACE: text without control characters.
  std::string emf_namespace;

  /// Time between two such lines.
  /// `monitoring.emf_interval`, REDIS_MONITORING_EMF_INTERVAL: a duration from 1s to 1h; 1m unless set.
  std::chrono::milliseconds emf_interval{60000};

  /// Sentry's address for errors: https://KEY@HOST/PROJECT; unset sends none.
  /// `monitoring.sentry_dsn`, REDIS_MONITORING_SENTRY_DSN: a secret.
  Secret sentry_dsn;

  /// Who may ask the debug endpoints; strict environments and anywhere need the token.
  /// `monitoring.debug_access`, REDIS_MONITORING_DEBUG_ACCESS: off, loopback or anywhere; loopback unless
  /// set.
  MonitoringDebugAccess debug_access = MonitoringDebugAccess::loopback;

  /// Bearer token that the debug endpoints ask for.
  /// `monitoring.debug_token`, REDIS_MONITORING_DEBUG_TOKEN: a secret.
  Secret debug_token;
};

/// What answers while Redis is away: none fails at once, memory is this process alone.
enum class FallbackMode : std::uint8_t { none, memory };

/// What stands in for Redis while it is away.
struct FallbackSettings {
  /// What answers while Redis is away: none fails at once, memory is this process alone.
  /// `fallback.mode`, REDIS_FALLBACK_MODE: none or memory; none unless set.
  FallbackMode mode = FallbackMode::none;
};

/// Every group.
struct Settings {
  ConnectionSettings connection;
  TlsSettings tls;
  TimeoutsSettings timeouts;
  PoolSettings pool;
  RetrySettings retry;
  CircuitBreakerSettings circuit_breaker;
  ClusterSettings cluster;
  SentinelSettings sentinel;
  SecretsSettings secrets;
  MonitoringSettings monitoring;
  FallbackSettings fallback;
};

}  // namespace redisconf
