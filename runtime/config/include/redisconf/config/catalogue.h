// The one description of every Redis setting: what it is called, what it may hold, what
// it means when nobody sets it. The schema compiler, the run-time parser, the C++ structs,
// the settings reference and `env.example` all come from this table.
//
// Thread-safety: constant data. Errors: none; nothing here throws or allocates.
#pragma once

#include <redisconf/config/export.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

enum class SettingType : std::uint8_t {
  boolean,   // true or false
  integer,   // decimal, no sign but '-', no leading zero
  text,      // UTF-8 without control characters
  host,      // DNS name, IPv4 or IPv6 address (without brackets)
  choice,    // one of `choices`
  duration,  // milliseconds; written 250ms, 3s, 5m, 2h, 7d
  size,      // bytes; written 512B, 64KiB, 16MiB, 2GiB
  secret,    // never a literal: comes from a variable, a file or a secret provider
};

// How much a changed value can hurt; `redisconf diff` sorts by it.
enum class Risk : std::uint8_t { low, medium, high, critical };

struct SettingInfo {
  std::string_view path = {};  // "timeouts.connect"
  SettingType type = SettingType::text;
  std::string_view standard = {};         // value when no layer sets one; empty means "no value"
  std::string_view strict_standard = {};  // the same in strict environments; empty means `standard`
  std::int64_t minimum = 0;               // of integers, durations (ms) and sizes (bytes)
  std::int64_t maximum = 0;
  std::string_view choices = {};  // "full|ca|none", in order of declaration in C++
  bool locked = false;            // no variable may change it in a strict environment
  bool core = false;              // alike for all services of an environment, unless one says why not
  bool restart = false;           // a running process can't take a change over
  Risk risk = Risk::low;
  std::string_view variable = {};  // "REDIS_HOST"; a service's own is AUTH_REDIS_HOST
  std::string_view summary = {};   // one line of documentation, without a final stop
};

// All settings, grouped, in the order in which people read them.
[[nodiscard]] REDISCONF_PUBLIC std::span<const SettingInfo> catalogue() noexcept;

// The setting with that path; nullptr when there is none.
[[nodiscard]] REDISCONF_PUBLIC const SettingInfo* find_setting(std::string_view path) noexcept;

// Its position in catalogue(); catalogue().size() when there is none.
[[nodiscard]] REDISCONF_PUBLIC std::size_t setting_index(std::string_view path) noexcept;

// "connection.host" -> "connection".
[[nodiscard]] constexpr std::string_view group_of(std::string_view path) noexcept {
  return path.substr(0, path.find('.'));
}

// "connection.host" -> "host".
[[nodiscard]] constexpr std::string_view member_of(std::string_view path) noexcept {
  const auto dot = path.find('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

// One line about a group ("How long each wait may last"); empty for an unknown one.
[[nodiscard]] REDISCONF_PUBLIC std::string_view group_summary(std::string_view group) noexcept;

}  // namespace redisconf
