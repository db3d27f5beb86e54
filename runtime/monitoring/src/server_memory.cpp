#include "server_memory.h"

#include "redisconf/client/info.h"

#include <charconv>

namespace redisconf {
namespace {

double fraction(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Redis' own names are letters and hyphens; nothing else goes on.
std::string policy(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz-";
  return text.find_first_not_of(kLetters) == std::string_view::npos ? std::string(text) : std::string();
}

}  // namespace

std::optional<ServerMemory> parse_server_memory(std::string_view info) {
  const auto used = info_field(info, "used_memory");
  if (!used || used->empty()) return std::nullopt;
  return ServerMemory{.used_bytes = info_number(info, "used_memory"),
                      .peak_bytes = info_number(info, "used_memory_peak"),
                      .resident_bytes = info_number(info, "used_memory_rss"),
                      .limit_bytes = info_number(info, "maxmemory"),
                      .fragmentation = fraction(info_field(info, "mem_fragmentation_ratio").value_or("")),
                      .eviction = policy(info_field(info, "maxmemory_policy").value_or(""))};
}

}  // namespace redisconf
