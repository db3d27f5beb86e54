#include "sentinel_replies.h"

#include "redisconf/client/info.h"

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

namespace redisconf {
namespace {

using Elements = std::vector<Reply>;

bool is_text(const Reply& reply) noexcept {
  return reply.kind() == Reply::Kind::string || reply.kind() == Reply::Kind::status;
}

std::optional<NodeAddress> address_of(const std::string& host, const std::string& port) {
  int number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  const bool whole = error == std::errc() && end == port.data() + port.size();
  if (host.empty() || !whole || number < 1 || number > std::numeric_limits<std::uint16_t>::max())
    return std::nullopt;
  return NodeAddress{host, number};
}

// The value behind a name in [name, value, ...]; empty without.
std::string value_of(const Elements& pairs, std::string_view name) {
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    if (is_text(pairs[i]) && is_text(pairs[i + 1]) && pairs[i].as_string() == name)
      return pairs[i + 1].as_string();
  }
  return {};
}

bool is_of_use(const Elements& replica) {
  const std::string flags = value_of(replica, "flags");
  const auto has = [&flags](std::string_view flag) { return flags.find(flag) != std::string::npos; };
  if (has("s_down") || has("o_down") || has("disconnected")) return false;
  return value_of(replica, "master-link-status") == "ok";
}

}  // namespace

std::optional<NodeAddress> parse_master_address(const Reply& reply) {
  if (reply.kind() != Reply::Kind::array) return std::nullopt;
  const Elements& parts = reply.as_array();
  if (parts.size() != 2 || !is_text(parts[0]) || !is_text(parts[1])) return std::nullopt;
  return address_of(parts[0].as_string(), parts[1].as_string());
}

std::vector<NodeAddress> parse_replicas(const Reply& reply) {
  std::vector<NodeAddress> found;
  if (reply.kind() != Reply::Kind::array) return found;
  for (const Reply& each : reply.as_array()) {
    if (each.kind() != Reply::Kind::array || !is_of_use(each.as_array())) continue;
    auto address = address_of(value_of(each.as_array(), "ip"), value_of(each.as_array(), "port"));
    if (address) found.push_back(std::move(*address));
  }
  return found;
}

bool takes_writes_alone(const Reply& reply) {
  return is_text(reply) && info_field(reply.as_string(), "role") == "master" &&
         !info_field(reply.as_string(), "min_slaves_good_slaves");
}

std::string_view parse_role(const Reply& reply) {
  if (reply.kind() != Reply::Kind::array || reply.as_array().empty()) return {};
  const Reply& first = reply.as_array().front();
  return is_text(first) ? std::string_view(first.as_string()) : std::string_view();
}

}  // namespace redisconf
