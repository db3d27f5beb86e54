#include "redisconf/config/catalogue.h"

#include <algorithm>
#include <array>

namespace redisconf {
namespace {

using enum SettingType;

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;

struct Group {
  std::string_view name;
  std::string_view summary;
};

constexpr std::array kGroups{
    Group{"connection", "Which server, and who we are to it"},
    Group{"tls", "Encryption, and how the server proves who it is"},
    Group{"timeouts", "How long each wait may last; nothing waits for ever"},
    Group{"pool", "How many connections a process keeps"},
    Group{"retry", "What happens after a failure that may be tried again"},
    Group{"circuit_breaker", "When calls stop knocking at a server that does not answer"},
    Group{"secrets", "Where secrets come from when no variable holds them"},
    Group{"fallback", "What stands in for Redis while it is away"},
};

// Columns follow SettingInfo. A new setting is one row here, then `./dev update`.
constexpr std::array kCatalogue{
    SettingInfo{.path = "connection.host",
                .type = host,
                .risk = Risk::critical,
                .variable = "REDIS_HOST",
                .summary = "Host name or address of the server; never assumed to be localhost"},
    SettingInfo{.path = "connection.port",
                .type = integer,
                .standard = "6379",
                .minimum = 1,
                .maximum = 65535,
                .risk = Risk::critical,
                .variable = "REDIS_PORT",
                .summary = "TCP port of the server"},
    SettingInfo{.path = "connection.loopback",
                .type = choice,
                .standard = "allow",
                .strict_standard = "refuse",
                .choices = "allow|refuse",
                .risk = Risk::high,
                .variable = "REDIS_LOOPBACK",
                .summary = "Whether the host may be this machine; a local proxy is the reason to allow it"},
    SettingInfo{.path = "connection.database",
                .type = integer,
                .standard = "0",
                .minimum = 0,
                .maximum = 65535,
                .risk = Risk::critical,
                .variable = "REDIS_DATABASE",
                .summary = "Number of the logical database that SELECT chooses"},
    SettingInfo{.path = "connection.username",
                .type = text,
                .risk = Risk::high,
                .variable = "REDIS_USERNAME",
                .summary = "ACL user (Redis 6 and later); unset signs in as the default user"},
    SettingInfo{.path = "connection.password",
                .type = secret,
                .risk = Risk::critical,
                .variable = "REDIS_PASSWORD",
                .summary = "Password of the user, sent by AUTH"},
    SettingInfo{.path = "connection.client_name",
                .type = text,
                .risk = Risk::low,
                .variable = "REDIS_CLIENT_NAME",
                .summary = "Name shown by CLIENT LIST; unset sends the service's name"},

    SettingInfo{.path = "tls.enabled",
                .type = boolean,
                .standard = "false",
                .strict_standard = "true",
                .locked = true,
                .risk = Risk::critical,
                .variable = "REDIS_TLS_ENABLED",
                .summary = "Whether the connection is encrypted, with TLS 1.2 or newer"},
    SettingInfo{.path = "tls.verify",
                .type = choice,
                .standard = "full",
                .choices = "full|ca|none",
                .locked = true,
                .risk = Risk::critical,
                .variable = "REDIS_TLS_VERIFY",
                .summary = "What is checked: full is chain and name, ca the chain alone, none nothing"},
    SettingInfo{.path = "tls.server_name",
                .type = host,
                .locked = true,
                .risk = Risk::high,
                .variable = "REDIS_TLS_SERVER_NAME",
                .summary = "Name that the certificate must carry; unset means connection.host"},
    SettingInfo{.path = "tls.ca",
                .type = secret,
                .risk = Risk::high,
                .variable = "REDIS_TLS_CA",
                .summary = "PEM certificates of the authorities to trust; unset trusts the system's"},
    SettingInfo{.path = "tls.certificate",
                .type = secret,
                .risk = Risk::high,
                .variable = "REDIS_TLS_CERTIFICATE",
                .summary = "PEM client certificate, with its chain, for servers that ask for one"},
    SettingInfo{.path = "tls.key",
                .type = secret,
                .risk = Risk::critical,
                .variable = "REDIS_TLS_KEY",
                .summary = "PEM private key of the client certificate"},

    SettingInfo{.path = "timeouts.startup",
                .type = duration,
                .standard = "5s",
                .minimum = 10,
                .maximum = 10 * kMinute,
                .risk = Risk::medium,
                .variable = "REDIS_TIMEOUTS_STARTUP",
                .summary = "Deadline over resolve, connect, TLS, AUTH, SELECT and PING together"},
    SettingInfo{.path = "timeouts.resolve",
                .type = duration,
                .standard = "1s",
                .minimum = 1,
                .maximum = kMinute,
                .risk = Risk::medium,
                .variable = "REDIS_TIMEOUTS_RESOLVE",
                .summary = "Longest wait for the name server"},
    SettingInfo{.path = "timeouts.connect",
                .type = duration,
                .standard = "1s",
                .minimum = 1,
                .maximum = kMinute,
                .risk = Risk::medium,
                .variable = "REDIS_TIMEOUTS_CONNECT",
                .summary = "Longest wait for the TCP connection"},
    SettingInfo{.path = "timeouts.tls",
                .type = duration,
                .standard = "2s",
                .minimum = 1,
                .maximum = kMinute,
                .risk = Risk::medium,
                .variable = "REDIS_TIMEOUTS_TLS",
                .summary = "Longest wait for the TLS handshake"},
    SettingInfo{.path = "timeouts.command",
                .type = duration,
                .standard = "500ms",
                .minimum = 1,
                .maximum = 10 * kMinute,
                .risk = Risk::medium,
                .variable = "REDIS_TIMEOUTS_COMMAND",
                .summary = "Longest wait for the reply to one command"},
    SettingInfo{.path = "timeouts.health",
                .type = duration,
                .standard = "2s",
                .minimum = 1,
                .maximum = kMinute,
                .risk = Risk::low,
                .variable = "REDIS_TIMEOUTS_HEALTH",
                .summary = "Longest wait of a health check"},

    SettingInfo{.path = "pool.connections",
                .type = integer,
                .standard = "4",
                .minimum = 1,
                .maximum = 1024,
                .risk = Risk::medium,
                .variable = "REDIS_POOL_CONNECTIONS",
                .summary = "Most connections that one process opens"},

    SettingInfo{.path = "retry.max_attempts",
                .type = integer,
                .standard = "10",
                .minimum = 1,
                .maximum = 1000,
                .risk = Risk::medium,
                .variable = "REDIS_RETRY_MAX_ATTEMPTS",
                .summary = "Attempts at an operation before its failure is final"},
    SettingInfo{.path = "retry.initial_backoff",
                .type = duration,
                .standard = "50ms",
                .minimum = 1,
                .maximum = kMinute,
                .risk = Risk::medium,
                .variable = "REDIS_RETRY_INITIAL_BACKOFF",
                .summary = "Pause after the first failure; it doubles from there, with full jitter"},
    SettingInfo{.path = "retry.max_backoff",
                .type = duration,
                .standard = "3s",
                .minimum = 1,
                .maximum = kHour,
                .risk = Risk::medium,
                .variable = "REDIS_RETRY_MAX_BACKOFF",
                .summary = "Longest pause between two attempts"},

    SettingInfo{.path = "circuit_breaker.failure_threshold",
                .type = integer,
                .standard = "5",
                .minimum = 1,
                .maximum = 10000,
                .risk = Risk::medium,
                .variable = "REDIS_CIRCUIT_BREAKER_FAILURE_THRESHOLD",
                .summary = "Transport failures in a row that open the circuit breaker"},
    SettingInfo{.path = "circuit_breaker.recovery_timeout",
                .type = duration,
                .standard = "1s",
                .minimum = 10,
                .maximum = 10 * kMinute,
                .risk = Risk::medium,
                .variable = "REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT",
                .summary = "Time that the circuit breaker stays open before it probes"},

    SettingInfo{
        .path = "secrets.directory",
        .type = text,
        .risk = Risk::high,
        .variable = "REDIS_SECRETS_DIRECTORY",
        .summary = "Folder that holds one file for each named secret, as Docker and Kubernetes mount them"},

    SettingInfo{
        .path = "fallback.mode",
        .type = choice,
        .standard = "none",
        .choices = "none|memory",
        .locked = true,
        .risk = Risk::high,
        .variable = "REDIS_FALLBACK_MODE",
        .summary = "What answers while Redis is away: none fails at once, memory is this process alone"},
};

}  // namespace

std::span<const SettingInfo> catalogue() noexcept { return kCatalogue; }

const SettingInfo* find_setting(std::string_view path) noexcept {
  const auto* const found = std::ranges::find(kCatalogue, path, &SettingInfo::path);
  return found == kCatalogue.end() ? nullptr : found;
}

std::string_view group_summary(std::string_view group) noexcept {
  const auto* const found = std::ranges::find(kGroups, group, &Group::name);
  return found == kGroups.end() ? std::string_view{} : found->summary;
}

}  // namespace redisconf
