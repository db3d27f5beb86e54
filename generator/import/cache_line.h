// A line for a cache: {"id":"42","value":{"user":"zoe"},"ttl":"10m"}
//
//   id                    required
//   value, text or bytes  any JSON; a string's characters; base64: what stands in the cache
//   ttl or expires_at     "10m", or ISO 8601; without either as the schema says
//
// Ownership: owns its texts. Thread-safety: pure. Errors: BadLine.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "json_members.h"

namespace redisconf::import_tool {

struct CacheLine {
  std::string id;
  std::string value;
  bool is_json = false;
  std::optional<std::chrono::milliseconds> time_to_live;
  std::optional<Moment> expires_at;
};

[[nodiscard]] CacheLine cache_line(std::string_view line);

}  // namespace redisconf::import_tool
