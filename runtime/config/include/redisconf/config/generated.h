// The shape of a generated redis_config.cpp: constant tables, read by ServiceConfig.
// Users do not include this. A change that breaks older tables raises the interface number
// in service_config.h.
#pragma once

#include <redisconf/config/channel_choices.h>

#include <cstdint>
#include <span>

namespace redisconf::generated {

enum class Source : std::uint8_t { literal, variable, secret };

// Where a value comes from at run time.
struct Text {
  Source source = Source::literal;
  const char* text = "";           // the literal, the variable's name or the secret's name
  const char* standard = nullptr;  // of a variable: its value when unset; nullptr means required
};

[[nodiscard]] constexpr Text literal(const char* text) noexcept { return {Source::literal, text, nullptr}; }
[[nodiscard]] constexpr Text variable(const char* name, const char* standard = nullptr) noexcept {
  return {Source::variable, name, standard};
}
[[nodiscard]] constexpr Text secret(const char* name) noexcept { return {Source::secret, name, nullptr}; }

struct Value {
  const char* path;  // "timeouts.connect", or "custom.max_login_attempts"
  Text text;
  const char* origin;  // "schema/redis.yaml defaults.timeouts.connect"
};

struct Environment {
  const char* name;
  const char* entry;  // "schema/redis.yaml environments.staging"
  bool strict;
  const char* unverified_because;  // why a strict environment may weaken TLS; nullptr: it may not
  std::span<const Value> values;   // beside Schema::shared
};

struct Alias {
  const char* name;
  const char* environment;
};

enum class CacheFallback : std::uint8_t { environment, none, memory, open };

// What a cache may say besides; 0 stands for `none`. Interface 2; older code has the standards.
struct CacheOptions {
  std::int64_t ttl_jitter = 5;  // percent
  std::int64_t memory_size = 64LL << 20;
  std::int64_t memory_entries = 100'000;
  std::int64_t dirty_log = 10'000;
  std::int64_t stale_if_error_ms = 0;
  std::int64_t soft_timeout_ms = 0;
  std::int64_t negative_ttl_ms = 0;
  std::int64_t lock_timeout_ms = 5000;
  std::int64_t early_refresh = 0;  // percent
  std::int64_t near_cache = 0;     // 1: on

  bool operator==(const CacheOptions&) const = default;
};

struct Cache {
  const char* name;
  std::int64_t time_to_live_ms;  // 0: for ever
  CacheFallback fallback;
  CacheOptions options = {};
};

// What a channel may say besides. Interface 2, as is its directory; older code has the standards.
struct ChannelOptions {
  ChannelKind kind = ChannelKind::stream;
  std::int64_t max_length = 0;    // 0: no bound
  std::int64_t retention_ms = 0;  // 0: for ever
  SpoolSync sync = SpoolSync::always;
  SpoolFull when_full = SpoolFull::refuse;
  std::int64_t group_commit_ms = 1;
  std::int64_t sync_interval_ms = 1000;

  bool operator==(const ChannelOptions&) const = default;
};

struct Channel {
  const char* name;
  std::int64_t spool_bytes;
  ChannelOptions options = {};
  const char* directory = "/var/lib/redisconf";
};

struct Queue {
  const char* name;
  int priorities;
  int max_attempts;
  std::int64_t lease_ms;
  std::int64_t retention_ms;
};

enum class CustomType : std::uint8_t { boolean, integer, text, choice, duration, size };

struct Custom {
  const char* path;  // "custom.max_login_attempts"
  CustomType type;
  std::int64_t minimum;  // of integers, durations (ms) and sizes (bytes)
  std::int64_t maximum;
  const char* choices;   // "a|b"
  const char* variable;  // "AUTH_MAX_LOGIN_ATTEMPTS"
};

struct Schema {
  const char* service;
  const char* key_prefix;
  const char* variable_prefix;                       // "AUTH_"
  const char* entry;                                 // "schema/redis.yaml environment"
  std::span<const char* const> detection_variables;  // one or more; those set name the environment
  std::span<const Alias> aliases;
  const char* default_environment;  // nullptr: none, a variable must name it
  std::span<const Environment> environments;
  std::span<const Value> shared;  // values that are the same in every environment
  std::span<const Custom> customs;
  std::span<const Cache> caches;
  std::span<const Channel> channels;
  std::span<const Queue> queues;
  std::span<const char* const> ignored_variables = {};  // look like ours, and belong to somebody else
  bool in_code = false;  // SettingsBuilder made it: there is no schema to point at
};

}  // namespace redisconf::generated
