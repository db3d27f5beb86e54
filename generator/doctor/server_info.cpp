#include "server_info.h"

#include <redisconf/client/info.h>

#include "text/utf8.h"

namespace redisconf::doctor {
namespace {

constexpr std::size_t kMostShown = 100;  // bytes of a server's text

}  // namespace

ServerInfo::ServerInfo(std::string_view text) : text_(text) {}

std::optional<std::string> ServerInfo::find(const std::string& name) const {
  const auto found = info_field(text_, name);
  if (!found) return std::nullopt;
  return std::string(*found);
}

std::string ServerInfo::get(const std::string& name) const {
  return compiler::printable(find(name).value_or("").substr(0, kMostShown));
}

long long ServerInfo::number(const std::string& name) const { return info_number(text_, name); }

}  // namespace redisconf::doctor
