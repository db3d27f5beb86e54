#include "server_info.h"

#include <algorithm>
#include <charconv>

#include "text/utf8.h"

namespace redisconf::doctor {
namespace {

constexpr std::size_t kMostShown = 100;  // bytes of a server's text

}  // namespace

ServerInfo::ServerInfo(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (line.starts_with('#') || colon == std::string_view::npos) continue;
    values_.emplace(line.substr(0, colon), line.substr(colon + 1));
  }
}

std::optional<std::string> ServerInfo::find(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::string ServerInfo::get(const std::string& name) const {
  return compiler::printable(find(name).value_or("").substr(0, kMostShown));
}

long long ServerInfo::number(const std::string& name) const {
  const std::string text = get(name);
  long long number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace redisconf::doctor
