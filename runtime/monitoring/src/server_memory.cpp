#include "server_memory.h"

#include <charconv>

namespace redisconf {
namespace {

std::string_view field(std::string_view info, std::string_view name) {
  for (std::size_t at = 0; at < info.size();) {
    const std::size_t end = std::min(info.find("\r\n", at), info.size());
    const std::string_view line = info.substr(at, end - at);
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':')
      return line.substr(name.size() + 1);
    at = end + 2;
  }
  return {};
}

template <class Number>
Number number(std::string_view text) {
  Number value{};
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
  const std::string_view used = field(info, "used_memory");
  if (used.empty()) return std::nullopt;
  return ServerMemory{.used_bytes = number<std::int64_t>(used),
                      .peak_bytes = number<std::int64_t>(field(info, "used_memory_peak")),
                      .resident_bytes = number<std::int64_t>(field(info, "used_memory_rss")),
                      .limit_bytes = number<std::int64_t>(field(info, "maxmemory")),
                      .fragmentation = number<double>(field(info, "mem_fragmentation_ratio")),
                      .eviction = policy(field(info, "maxmemory_policy"))};
}

}  // namespace redisconf
