#include "scan/loose_text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "scan/redis_url.h"
#include "scan/values.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kMaxAddress = 4096;

RawValue text_value(std::string_view text, std::size_t offset) {
  return {RawKind::text, std::string(text), {}, false, offset};
}

// A URL alone is the whole string; one within a sentence ends at a blank. When an @ follows it
// there, a blank in the password is more likely than a sentence.
std::string_view url_text(std::string_view rest, bool alone, bool at_follows) {
  if (alone) return rest;
  const std::size_t end = std::min(rest.find_first_of(" \t\r\n\"'`<>|"), rest.size());
  std::string_view url = rest.substr(0, end);
  if (at_follows && url.find('@') == std::string_view::npos) return rest;
  while (!url.empty() && std::string_view(".,;)]}").find(url.back()) != std::string_view::npos) {
    url.remove_suffix(1);
  }
  return url;
}

bool add_urls(FileSites& sites, std::size_t site, std::string_view text, std::size_t offset) {
  bool found = false;
  const std::size_t last_at = text.rfind('@');
  for (std::size_t begin = find_redis_url(text); begin != std::string_view::npos;) {
    const bool at_follows = last_at != std::string_view::npos && last_at > begin;
    const std::string_view url = url_text(text.substr(begin), begin == 0, at_follows);
    const RawValue raw = text_value(url.substr(0, kMaxAddress), offset);
    sites.add(site, "url", settings_of_url(TimeUnit::unknown, raw), offset);
    found = true;
    begin = find_redis_url(text, begin + std::max<std::size_t>(url.size(), 1));
  }
  return found;
}

bool is_redis_address(const std::string& text) {
  constexpr std::array<std::string_view, 3> kPorts{":6379", ":6380", ":26379"};
  HostAndPort parts;
  return text.size() < 256 &&
         std::ranges::any_of(kPorts, [&text](std::string_view port) { return text.ends_with(port); }) &&
         split_address(text, parts) && parts.host.state == PartState::literal;
}

}  // namespace

bool add_addresses(FileSites& sites, std::size_t site, const std::string& text, std::size_t offset) {
  if (text.find("://") != std::string::npos) return add_urls(sites, site, text, offset);
  if (is_redis_address(text)) {
    const NamedSetting address{"connection.host", ValueForm::address};
    sites.add(site, "address", settings_of(address, TimeUnit::unknown, text_value(text, offset)), offset);
    return true;
  }
  if (text.size() > kMaxAddress || !is_connection_list(text)) return false;
  sites.add(site, "address", settings_of_connection_list(text_value(text, offset)), offset);
  return true;
}

}  // namespace redisconf::compiler::scan
