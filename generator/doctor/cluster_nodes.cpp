// Reads CLUSTER NODES and CLUSTER SLOTS.
#include <algorithm>
#include <limits>
#include <optional>

#include "asking.h"
#include "cluster_view.h"
#include "text/utf8.h"

namespace redisconf::doctor {
namespace {

constexpr std::size_t kFields = 8;  // before the slots

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string shown(std::string_view text) { return compiler::printable(text.substr(0, 255)); }

// "192.0.2.1:6379@16379,hostname"; the host is empty while the node does not know its own.
NodeAddress address_of(std::string_view field, std::string_view asked) {
  const std::string_view endpoint = field.substr(0, field.find_first_of("@,"));
  const std::size_t colon = endpoint.rfind(':');
  if (colon == std::string_view::npos) return {shown(asked), 0};
  const std::string_view host = colon == 0 ? asked : endpoint.substr(0, colon);
  return {shown(host), static_cast<int>(number_in(endpoint.substr(colon + 1)))};
}

// "5", "0-5460", or "[93-<-id]" for a slot that moves.
void take_slots(ClusterNode& node, std::string_view field) {
  if (field.starts_with('[')) {
    ++node.moving;
    return;
  }
  if (field.empty() || field.front() < '0' || field.front() > '9') return;
  const std::size_t dash = field.find('-');
  const long long first = number_in(field);
  const long long last = dash == std::string_view::npos ? first : number_in(field.substr(dash + 1));
  if (last < first || last >= kSlots) return;
  node.slots.emplace_back(static_cast<int>(first), static_cast<int>(last));
}

std::optional<ClusterNode> node_of(std::string_view line, std::string_view asked) {
  const auto fields = split(line, ' ');
  if (fields.size() < kFields) return std::nullopt;
  ClusterNode node{shown(fields[0]),
                   address_of(fields[1], asked),
                   shown(fields[2]),
                   shown(fields[3]),
                   number_in(fields[6]),
                   {},
                   0};
  for (std::size_t i = kFields; i < fields.size(); ++i) take_slots(node, fields[i]);
  std::ranges::sort(node.slots);
  return node;
}

// The address that stands beside a name which is not known, since Redis 7.
std::string address_beside(const std::vector<Reply>& node) {
  constexpr std::size_t kMetadata = 3;
  if (node.size() <= kMetadata || node[kMetadata].kind() != Reply::Kind::array) return {};
  const auto& pairs = node[kMetadata].as_array();
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    if (text_in(pairs[i]) == "ip") return text_in(pairs[i + 1]);
  }
  return {};
}

// [host, port, id, ...]
void take_address(std::vector<ClusterNode>& nodes, const Reply& reply, std::string_view asked) {
  if (reply.kind() != Reply::Kind::array || reply.as_array().size() < 3) return;
  const auto& parts = reply.as_array();
  const auto found = std::ranges::find(nodes, text_in(parts[2]), &ClusterNode::id);
  if (found == nodes.end() || parts[1].kind() != Reply::Kind::integer) return;
  const long long port = parts[1].as_integer();
  if (port < 1 || port > std::numeric_limits<std::uint16_t>::max()) return;
  std::string host = text_in(parts[0]);
  if (host == "?") host = address_beside(parts);
  found->address = {shown(host.empty() ? asked : host), static_cast<int>(port)};
}

}  // namespace

bool ClusterNode::is(std::string_view flag) const { return std::ranges::count(split(flags, ','), flag) > 0; }

std::vector<ClusterNode> parse_cluster_nodes(std::string_view text, std::string_view asked) {
  std::vector<ClusterNode> nodes;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (auto node = node_of(line, asked)) nodes.push_back(std::move(*node));
  }
  return nodes;
}

void take_addresses_of_clients(std::vector<ClusterNode>& nodes, const Reply& cluster_slots,
                               std::string_view asked) {
  if (cluster_slots.kind() != Reply::Kind::array) return;
  for (const Reply& range : cluster_slots.as_array()) {
    if (range.kind() != Reply::Kind::array) continue;
    const auto& parts = range.as_array();
    for (std::size_t i = 2; i < parts.size(); ++i) take_address(nodes, parts[i], asked);
  }
}

std::string text_of(const SlotRanges& ranges) {
  constexpr std::size_t kMostShown = 8;
  std::string text;
  for (std::size_t i = 0; i < std::min(ranges.size(), kMostShown); ++i) {
    const auto& [first, last] = ranges[i];
    text += (text.empty() ? "" : ", ") + std::to_string(first);
    if (last != first) text += '-' + std::to_string(last);
  }
  if (ranges.size() > kMostShown)
    text += " and " + std::to_string(ranges.size() - kMostShown) + " more ranges";
  return text;
}

}  // namespace redisconf::doctor
