#include "debug_access.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cctype>
#include <string>

namespace redisconf {
namespace {

bool is_loopback(const std::string& address) {
  in_addr four{};
  if (::inet_pton(AF_INET, address.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24U) == IN_LOOPBACKNET;
  in6_addr six{};
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return false;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return six.s6_addr[12] == IN_LOOPBACKNET;
  return IN6_IS_ADDR_LOOPBACK(&six);
}

// RFC 6750, 2.1; the scheme in any case (RFC 9110, 11.1).
std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() < kScheme.size()) return {};
  for (std::size_t index = 0; index < kScheme.size(); ++index) {
    if (std::tolower(static_cast<unsigned char>(authorization[index])) != kScheme[index]) return {};
  }
  authorization.remove_prefix(kScheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  return authorization;
}

}  // namespace

bool same_token(std::string_view sent, std::string_view token) noexcept {
  if (token.empty()) return false;
  volatile unsigned difference = sent.size() == token.size() ? 0 : 1;
  for (std::size_t index = 0; index < sent.size(); ++index) {
    const auto mine = static_cast<unsigned char>(token[index % token.size()]);
    difference = difference | (static_cast<unsigned char>(sent[index]) ^ mine);
  }
  return difference == 0;
}

DebugVerdict judge_debug(const MonitoringSettings& settings, bool strict, const HttpRequest& request) {
  const bool has_token = !settings.debug_token.empty();
  switch (settings.debug_access) {
    case MonitoringDebugAccess::off:
      return DebugVerdict::hidden;
    case MonitoringDebugAccess::loopback:
      if (request.forwarded || !is_loopback(request.peer)) return DebugVerdict::hidden;
      break;
    case MonitoringDebugAccess::anywhere:
      if (!has_token) return DebugVerdict::hidden;
      break;
  }
  if (!has_token) return strict ? DebugVerdict::hidden : DebugVerdict::allowed;
  return same_token(bearer_token(request.authorization), settings.debug_token.reveal())
             ? DebugVerdict::allowed
             : DebugVerdict::token_wanted;
}

}  // namespace redisconf
