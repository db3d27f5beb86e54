// What differs between two schemas. The same change in many services and environments is one.
//
// Ownership:     points into the two projects, which must outlive it.
// Thread-safety: none. Errors: none.
#pragma once

#include <redisconf/config/catalogue.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/model.h"

namespace redisconf::compiler::compare {

inline constexpr std::size_t kHashDigits = 16;

enum class ChangeKind : std::uint8_t {
  detection,
  environment,
  service,
  key_prefix,
  setting,
  reason,
  resource
};

[[nodiscard]] std::string_view kind_name(ChangeKind kind) noexcept;  // "key-prefix"
[[nodiscard]] std::string_view risk_name(Risk risk) noexcept;        // "critical"
[[nodiscard]] std::optional<Risk> risk_of(std::string_view name) noexcept;

struct Assessment {
  Risk risk = Risk::low;
  std::string_view why;  // empty: the catalogue says so
};

// One service and environment that a change reaches.
struct Hit {
  std::string_view service = {};      // empty: what all services share
  std::string_view environment = {};  // empty: all of them
  const Place* before = nullptr;      // nullptr: the catalogue, or nothing is said
  const Place* after = nullptr;
  const SourceFile* file = nullptr;  // of the new schema, where there is no `after`

  [[nodiscard]] std::string name() const;  // "auth.production"
};

struct Change {
  ChangeKind kind = ChangeKind::setting;
  std::string subject;                // "timeouts.command", "caches.sessions.ttl"
  std::optional<std::string> before;  // as YAML; nothing: it is not there
  std::optional<std::string> after;
  Risk risk = Risk::low;
  std::string_view why;
  std::vector<Hit> hits;  // never empty
  std::string hash;       // 16 hexadecimal digits
};

[[nodiscard]] std::string side_text(
    const std::optional<std::string>& side);  // "(absent)" when it is not there
[[nodiscard]] std::string_view origin_of(const std::optional<std::string>& side, const Place* place);

// The key of a change, the same on every machine: of its kind, subject, risk, both values and all
// that it reaches, so that an approval ends when a change reaches more.
[[nodiscard]] std::string change_hash(const Change& change);

}  // namespace redisconf::compiler::compare
