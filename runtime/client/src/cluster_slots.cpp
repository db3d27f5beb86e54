#include "cluster_slots.h"

#include "redisconf/client/key_slot.h"

#include <limits>
#include <string>
#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kHost = 0;
constexpr std::size_t kPort = 1;
constexpr std::size_t kMetadata = 3;  // since Redis 7: [name, value, ...]

using Elements = std::vector<Reply>;

bool is_text(const Reply& reply) noexcept {
  return reply.kind() == Reply::Kind::string || reply.kind() == Reply::Kind::status;
}

// The address that stands beside a name which is not known.
std::string address_in(const Elements& node) {
  if (node.size() <= kMetadata || node[kMetadata].kind() != Reply::Kind::array) return {};
  const Elements& pairs = node[kMetadata].as_array();
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    if (is_text(pairs[i]) && pairs[i].as_string() == "ip" && is_text(pairs[i + 1]))
      return pairs[i + 1].as_string();
  }
  return {};
}

std::optional<NodeAddress> node_of(const Reply& reply, std::string_view asked) {
  if (reply.kind() != Reply::Kind::array) return std::nullopt;
  const Elements& node = reply.as_array();
  if (node.size() <= kPort || node[kPort].kind() != Reply::Kind::integer) return std::nullopt;
  const long long port = node[kPort].as_integer();
  if (port < 1 || port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  std::string host = is_text(node[kHost]) ? node[kHost].as_string() : std::string();
  if (host == "?") host = address_in(node);
  if (host.empty()) host = asked;
  return NodeAddress{std::move(host), static_cast<int>(port)};
}

std::optional<SlotRange> range_of(const Reply& reply, std::string_view asked) {
  if (reply.kind() != Reply::Kind::array || reply.as_array().size() < 3) return std::nullopt;
  const Elements& parts = reply.as_array();
  if (parts[0].kind() != Reply::Kind::integer || parts[1].kind() != Reply::Kind::integer) return std::nullopt;
  const long long first = parts[0].as_integer();
  const long long last = parts[1].as_integer();
  if (first < 0 || last < first || last >= kSlots) return std::nullopt;
  SlotRange range{static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last), {}, {}};
  for (std::size_t i = 2; i < parts.size(); ++i) {
    auto node = node_of(parts[i], asked);
    if (!node) return std::nullopt;
    if (i == 2) {
      range.primary = std::move(*node);
    } else {
      range.replicas.push_back(std::move(*node));
    }
  }
  return range;
}

}  // namespace

std::optional<std::vector<SlotRange>> parse_cluster_slots(const Reply& reply, std::string_view asked) {
  if (reply.kind() != Reply::Kind::array) return std::nullopt;
  std::vector<SlotRange> ranges;
  for (const Reply& each : reply.as_array()) {
    auto range = range_of(each, asked);
    if (!range) return std::nullopt;
    ranges.push_back(std::move(*range));
  }
  return ranges;
}

}  // namespace redisconf
