// What a server says about its memory (INFO memory).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf {

struct ServerMemory {
  std::int64_t used_bytes = 0;
  std::int64_t peak_bytes = 0;
  std::int64_t resident_bytes = 0;
  std::int64_t limit_bytes = 0;  // maxmemory; 0: none
  double fragmentation = 0;
  std::string eviction;  // maxmemory_policy
};

// Nothing when used_memory is not among it: not an answer to INFO memory. Other lines may be missing.
[[nodiscard]] std::optional<ServerMemory> parse_server_memory(std::string_view info);

}  // namespace redisconf
