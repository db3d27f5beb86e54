// Generated from the settings catalogue (runtime/config/src/catalogue.cpp) by `./dev update`.
// DO NOT EDIT.
//
// The sub-builders of SettingsBuilder (settings_builder.h), one a group of the catalogue.
#pragma once

#include <redisconf/config/group_builder.h>
#include <redisconf/config/settings.h>

#include <concepts>
#include <utility>

namespace redisconf REDISCONF_PUBLIC {

/// Which server, and who we are to it.
class ConnectionBuilder : public GroupBuilder {
 public:
  explicit ConnectionBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Host name or address of the server; never assumed to be localhost.
  /// `connection.host`: a host name or an IP address.
  ConnectionBuilder& host(std::string value) {
    put_text("connection.host", std::move(value));
    return *this;
  }

  /// TCP port of the server.
  /// `connection.port`: a whole number from 1 to 65535.
  ConnectionBuilder& port(int value) {
    put_integer("connection.port", value);
    return *this;
  }

  /// Path of a Unix socket, in place of host and port; without TLS.
  /// `connection.socket`: text without control characters.
  ConnectionBuilder& socket(std::string value) {
    put_text("connection.socket", std::move(value));
    return *this;
  }

  /// Whether the host may be this machine; a local proxy is the reason to allow it.
  /// `connection.loopback`: allow or refuse.
  ConnectionBuilder& loopback(ConnectionLoopback value) {
    put_choice("connection.loopback", static_cast<std::size_t>(value));
    return *this;
  }

  /// Number of the logical database that SELECT chooses.
  /// `connection.database`: a whole number from 0 to 65535.
  ConnectionBuilder& database(int value) {
    put_integer("connection.database", value);
    return *this;
  }

  /// ACL user (Redis 6 and later); unset signs in as the default user.
  /// `connection.username`: text without control characters.
  ConnectionBuilder& username(std::string value) {
    put_text("connection.username", std::move(value));
    return *this;
  }

  /// Password of the user, sent by AUTH.
  /// `connection.password`: a secret.
  ConnectionBuilder& password(Secret value) {
    put_secret("connection.password", std::move(value));
    return *this;
  }

  /// The same by name: a file in secrets.directory, or what secrets.command prints.
  ConnectionBuilder& password_named(std::string secret_name) {
    put_secret_name("connection.password", std::move(secret_name));
    return *this;
  }

  /// Name shown by CLIENT LIST; unset sends the service's name.
  /// `connection.client_name`: text without control characters.
  ConnectionBuilder& client_name(std::string value) {
    put_text("connection.client_name", std::move(value));
    return *this;
  }

  /// Who answers commands that only read; replicas may lag behind the primary.
  /// `connection.read_from`: primary or replica.
  ConnectionBuilder& read_from(ConnectionReadFrom value) {
    put_choice("connection.read_from", static_cast<std::size_t>(value));
    return *this;
  }
};

/// Encryption, and how the server proves who it is.
class TlsBuilder : public GroupBuilder {
 public:
  explicit TlsBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Whether the connection is encrypted, with TLS 1.2 or newer.
  /// `tls.enabled`: true or false.
  TlsBuilder& enabled(std::same_as<bool> auto value) {
    put_boolean("tls.enabled", value);
    return *this;
  }

  /// What is checked: full is chain and name, ca the chain alone, none nothing.
  /// `tls.verify`: full, ca or none.
  TlsBuilder& verify(TlsVerify value) {
    put_choice("tls.verify", static_cast<std::size_t>(value));
    return *this;
  }

  /// Name that the certificate must carry; unset means connection.host.
  /// `tls.server_name`: a host name or an IP address.
  TlsBuilder& server_name(std::string value) {
    put_text("tls.server_name", std::move(value));
    return *this;
  }

  /// PEM certificates of the authorities to trust; unset trusts the system's.
  /// `tls.ca`: a secret.
  TlsBuilder& ca(Secret value) {
    put_secret("tls.ca", std::move(value));
    return *this;
  }

  /// The same by name: a file in secrets.directory, or what secrets.command prints.
  TlsBuilder& ca_named(std::string secret_name) {
    put_secret_name("tls.ca", std::move(secret_name));
    return *this;
  }

  /// Public keys that the server may have, beside what tls.verify asks: sha256/BASE64 of each, with commas
  /// between. `tls.pin`: text without control characters.
  TlsBuilder& pin(std::string value) {
    put_text("tls.pin", std::move(value));
    return *this;
  }

  /// PEM client certificate, with its chain, for servers that ask for one.
  /// `tls.certificate`: a secret.
  TlsBuilder& certificate(Secret value) {
    put_secret("tls.certificate", std::move(value));
    return *this;
  }

  /// The same by name: a file in secrets.directory, or what secrets.command prints.
  TlsBuilder& certificate_named(std::string secret_name) {
    put_secret_name("tls.certificate", std::move(secret_name));
    return *this;
  }

  /// PEM private key of the client certificate.
  /// `tls.key`: a secret.
  TlsBuilder& key(Secret value) {
    put_secret("tls.key", std::move(value));
    return *this;
  }

  /// The same by name: a file in secrets.directory, or what secrets.command prints.
  TlsBuilder& key_named(std::string secret_name) {
    put_secret_name("tls.key", std::move(secret_name));
    return *this;
  }
};

/// How long each wait may last; nothing waits for ever.
class TimeoutsBuilder : public GroupBuilder {
 public:
  explicit TimeoutsBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Deadline over resolve, connect, TLS, AUTH, SELECT and PING together.
  /// `timeouts.startup`: a duration from 10ms to 10m.
  TimeoutsBuilder& startup(std::chrono::milliseconds value) {
    put_duration("timeouts.startup", value);
    return *this;
  }

  /// Longest wait for the name server.
  /// `timeouts.resolve`: a duration from 1ms to 1m.
  TimeoutsBuilder& resolve(std::chrono::milliseconds value) {
    put_duration("timeouts.resolve", value);
    return *this;
  }

  /// Longest wait for the TCP connection.
  /// `timeouts.connect`: a duration from 1ms to 1m.
  TimeoutsBuilder& connect(std::chrono::milliseconds value) {
    put_duration("timeouts.connect", value);
    return *this;
  }

  /// Longest wait for the TLS handshake.
  /// `timeouts.tls`: a duration from 1ms to 1m.
  TimeoutsBuilder& tls(std::chrono::milliseconds value) {
    put_duration("timeouts.tls", value);
    return *this;
  }

  /// Longest wait for the reply to one command.
  /// `timeouts.command`: a duration from 1ms to 10m.
  TimeoutsBuilder& command(std::chrono::milliseconds value) {
    put_duration("timeouts.command", value);
    return *this;
  }

  /// Longest wait of a health check.
  /// `timeouts.health`: a duration from 1ms to 1m.
  TimeoutsBuilder& health(std::chrono::milliseconds value) {
    put_duration("timeouts.health", value);
    return *this;
  }
};

/// How many connections a process keeps.
class PoolBuilder : public GroupBuilder {
 public:
  explicit PoolBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Most connections that one process opens.
  /// `pool.connections`: a whole number from 1 to 1024.
  PoolBuilder& connections(int value) {
    put_integer("pool.connections", value);
    return *this;
  }

  /// Whether waiting threads look before they sleep: automatic while the machine is calm.
  /// `pool.polling`: automatic, never or always.
  PoolBuilder& polling(PoolPolling value) {
    put_choice("pool.polling", static_cast<std::size_t>(value));
    return *this;
  }
};

/// What happens after a failure that may be tried again.
class RetryBuilder : public GroupBuilder {
 public:
  explicit RetryBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Failed attempts to connect after which the fallback starts; dialling goes on.
  /// `retry.max_attempts`: a whole number from 1 to 1000.
  RetryBuilder& max_attempts(int value) {
    put_integer("retry.max_attempts", value);
    return *this;
  }

  /// Pause after the first failure; it doubles from there, with full jitter.
  /// `retry.initial_backoff`: a duration from 1ms to 1m.
  RetryBuilder& initial_backoff(std::chrono::milliseconds value) {
    put_duration("retry.initial_backoff", value);
    return *this;
  }

  /// Longest pause between two attempts.
  /// `retry.max_backoff`: a duration from 1ms to 1h.
  RetryBuilder& max_backoff(std::chrono::milliseconds value) {
    put_duration("retry.max_backoff", value);
    return *this;
  }

  /// Most times that one command is sent again, and only where that does no harm.
  /// `retry.max_retries`: a whole number from 0 to 10.
  RetryBuilder& max_retries(int value) {
    put_integer("retry.max_retries", value);
    return *this;
  }

  /// Tokens for retries: one costs 1, a success gives 0.1 back, none below half of them.
  /// `retry.budget`: a whole number from 0 to 100000.
  RetryBuilder& budget(int value) {
    put_integer("retry.budget", value);
    return *this;
  }
};

/// When calls stop knocking at a server that does not answer.
class CircuitBreakerBuilder : public GroupBuilder {
 public:
  explicit CircuitBreakerBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Transport failures in a row that open the circuit breaker.
  /// `circuit_breaker.failure_threshold`: a whole number from 1 to 10000.
  CircuitBreakerBuilder& failure_threshold(int value) {
    put_integer("circuit_breaker.failure_threshold", value);
    return *this;
  }

  /// Percentage of failed calls of the last ten seconds that opens the circuit breaker.
  /// `circuit_breaker.failure_rate`: a whole number from 1 to 100.
  CircuitBreakerBuilder& failure_rate(int value) {
    put_integer("circuit_breaker.failure_rate", value);
    return *this;
  }

  /// Percentage of slow calls of the last ten seconds that opens the circuit breaker.
  /// `circuit_breaker.slow_rate`: a whole number from 1 to 100.
  CircuitBreakerBuilder& slow_rate(int value) {
    put_integer("circuit_breaker.slow_rate", value);
    return *this;
  }

  /// Time from which a call counts as slow; blocking commands never do.
  /// `circuit_breaker.slow_call`: a duration from 1ms to 10m.
  CircuitBreakerBuilder& slow_call(std::chrono::milliseconds value) {
    put_duration("circuit_breaker.slow_call", value);
    return *this;
  }

  /// Calls of the last ten seconds below which no percentage is looked at.
  /// `circuit_breaker.minimum_calls`: a whole number from 1 to 100000.
  CircuitBreakerBuilder& minimum_calls(int value) {
    put_integer("circuit_breaker.minimum_calls", value);
    return *this;
  }

  /// Time that the circuit breaker stays open before it probes.
  /// `circuit_breaker.recovery_timeout`: a duration from 10ms to 10m.
  CircuitBreakerBuilder& recovery_timeout(std::chrono::milliseconds value) {
    put_duration("circuit_breaker.recovery_timeout", value);
    return *this;
  }

  /// Longest such time: it doubles with each probe that fails.
  /// `circuit_breaker.max_recovery_timeout`: a duration from 10ms to 10m.
  CircuitBreakerBuilder& max_recovery_timeout(std::chrono::milliseconds value) {
    put_duration("circuit_breaker.max_recovery_timeout", value);
    return *this;
  }
};

/// Whether the server is one node or a Redis Cluster.
class ClusterBuilder : public GroupBuilder {
 public:
  explicit ClusterBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Whether the server is a node of a Redis Cluster, which has database 0 alone.
  /// `cluster.enabled`: true or false.
  ClusterBuilder& enabled(std::same_as<bool> auto value) {
    put_boolean("cluster.enabled", value);
    return *this;
  }
};

/// Who knows which server is the primary, where Redis Sentinel watches over several.
class SentinelBuilder : public GroupBuilder {
 public:
  explicit SentinelBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Sentinels that are asked for the primary, in place of a host: a:26379,b:26379.
  /// `sentinel.nodes`: text without control characters.
  SentinelBuilder& nodes(std::string value) {
    put_text("sentinel.nodes", std::move(value));
    return *this;
  }

  /// Name under which the sentinels watch the primary.
  /// `sentinel.master`: text without control characters.
  SentinelBuilder& master(std::string value) {
    put_text("sentinel.master", std::move(value));
    return *this;
  }

  /// ACL user at the sentinels; unset signs in as their default user.
  /// `sentinel.username`: text without control characters.
  SentinelBuilder& username(std::string value) {
    put_text("sentinel.username", std::move(value));
    return *this;
  }

  /// Password at the sentinels, when they ask for one.
  /// `sentinel.password`: a secret.
  SentinelBuilder& password(Secret value) {
    put_secret("sentinel.password", std::move(value));
    return *this;
  }

  /// The same by name: a file in secrets.directory, or what secrets.command prints.
  SentinelBuilder& password_named(std::string secret_name) {
    put_secret_name("sentinel.password", std::move(secret_name));
    return *this;
  }
};

/// Where secrets come from when no variable holds them.
class SecretsBuilder : public GroupBuilder {
 public:
  explicit SecretsBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Folder that holds one file for each named secret, as Docker and Kubernetes mount them.
  /// `secrets.directory`: text without control characters.
  SecretsBuilder& directory(std::string value) {
    put_text("secrets.directory", std::move(value));
    return *this;
  }

  /// Program that prints a named secret, run without a shell; {name} stands for the name.
  /// `secrets.command`: text without control characters.
  SecretsBuilder& command(std::string value) {
    put_text("secrets.command", std::move(value));
    return *this;
  }

  /// Longest wait for secrets.command.
  /// `secrets.timeout`: a duration from 100ms to 5m.
  SecretsBuilder& timeout(std::chrono::milliseconds value) {
    put_duration("secrets.timeout", value);
    return *this;
  }
};

/// What a service tells about Redis, and how often it looks.
class MonitoringBuilder : public GroupBuilder {
 public:
  explicit MonitoringBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// Pause between two looks at Redis, on whose results health endpoints answer.
  /// `monitoring.health_interval`: a duration from 1ms to 1m.
  MonitoringBuilder& health_interval(std::chrono::milliseconds value) {
    put_duration("monitoring.health_interval", value);
    return *this;
  }

  /// When /health/ready says yes: on the fallback too, with Redis alone, or always.
  /// `monitoring.readiness`: fallback, redis or always.
  MonitoringBuilder& readiness(MonitoringReadiness value) {
    put_choice("monitoring.readiness", static_cast<std::size_t>(value));
    return *this;
  }

  /// Whether /metrics tells the figures of the client to Prometheus.
  /// `monitoring.metrics`: true or false.
  MonitoringBuilder& metrics(std::same_as<bool> auto value) {
    put_boolean("monitoring.metrics", value);
    return *this;
  }

  /// Form of the lines that tell what happens to the connections to Redis.
  /// `monitoring.log_format`: text or json.
  MonitoringBuilder& log_format(MonitoringLogFormat value) {
    put_choice("monitoring.log_format", static_cast<std::size_t>(value));
    return *this;
  }

  /// CloudWatch namespace of the figures that go out as log lines; unset sends none.
  /// `monitoring.emf_namespace`: text without control characters.
  MonitoringBuilder& emf_namespace(std::string value) {
    put_text("monitoring.emf_namespace", std::move(value));
    return *this;
  }

  /// Time between two such lines.
  /// `monitoring.emf_interval`: a duration from 1s to 1h.
  MonitoringBuilder& emf_interval(std::chrono::milliseconds value) {
    put_duration("monitoring.emf_interval", value);
    return *this;
  }

  /// Sentry's address for errors: https://KEY@HOST/PROJECT; unset sends none.
  /// `monitoring.sentry_dsn`: a secret.
  MonitoringBuilder& sentry_dsn(Secret value) {
    put_secret("monitoring.sentry_dsn", std::move(value));
    return *this;
  }

  /// The same by name: a file in secrets.directory, or what secrets.command prints.
  MonitoringBuilder& sentry_dsn_named(std::string secret_name) {
    put_secret_name("monitoring.sentry_dsn", std::move(secret_name));
    return *this;
  }

  /// Who may ask the debug endpoints; strict environments and anywhere need the token.
  /// `monitoring.debug_access`: off, loopback or anywhere.
  MonitoringBuilder& debug_access(MonitoringDebugAccess value) {
    put_choice("monitoring.debug_access", static_cast<std::size_t>(value));
    return *this;
  }

  /// Bearer token that the debug endpoints ask for.
  /// `monitoring.debug_token`: a secret.
  MonitoringBuilder& debug_token(Secret value) {
    put_secret("monitoring.debug_token", std::move(value));
    return *this;
  }

  /// The same by name: a file in secrets.directory, or what secrets.command prints.
  MonitoringBuilder& debug_token_named(std::string secret_name) {
    put_secret_name("monitoring.debug_token", std::move(secret_name));
    return *this;
  }
};

/// What stands in for Redis while it is away.
class FallbackBuilder : public GroupBuilder {
 public:
  explicit FallbackBuilder(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}

  /// What answers while Redis is away: none fails at once, memory is this process alone.
  /// `fallback.mode`: none or memory.
  FallbackBuilder& mode(FallbackMode value) {
    put_choice("fallback.mode", static_cast<std::size_t>(value));
    return *this;
  }
};

/// A function a group.
template <class Builder>
class GroupBuilders {
 public:
  [[nodiscard]] ConnectionBuilder connection() noexcept {
    return ConnectionBuilder(static_cast<Builder&>(*this));
  }
  [[nodiscard]] TlsBuilder tls() noexcept { return TlsBuilder(static_cast<Builder&>(*this)); }
  [[nodiscard]] TimeoutsBuilder timeouts() noexcept { return TimeoutsBuilder(static_cast<Builder&>(*this)); }
  [[nodiscard]] PoolBuilder pool() noexcept { return PoolBuilder(static_cast<Builder&>(*this)); }
  [[nodiscard]] RetryBuilder retry() noexcept { return RetryBuilder(static_cast<Builder&>(*this)); }
  [[nodiscard]] CircuitBreakerBuilder circuit_breaker() noexcept {
    return CircuitBreakerBuilder(static_cast<Builder&>(*this));
  }
  [[nodiscard]] ClusterBuilder cluster() noexcept { return ClusterBuilder(static_cast<Builder&>(*this)); }
  [[nodiscard]] SentinelBuilder sentinel() noexcept { return SentinelBuilder(static_cast<Builder&>(*this)); }
  [[nodiscard]] SecretsBuilder secrets() noexcept { return SecretsBuilder(static_cast<Builder&>(*this)); }
  [[nodiscard]] MonitoringBuilder monitoring() noexcept {
    return MonitoringBuilder(static_cast<Builder&>(*this));
  }
  [[nodiscard]] FallbackBuilder fallback() noexcept { return FallbackBuilder(static_cast<Builder&>(*this)); }
};

}  // namespace redisconf
