#include "redisconf/config/nodes.h"

#include "catalogue_table.h"
#include "redisconf/config/value.h"
#include "state_copy.h"

#include <utility>

namespace redisconf {
namespace {

using table::index_of;

constexpr std::size_t kHost = index_of("connection.host");
constexpr std::size_t kPort = index_of("connection.port");

std::optional<NodeAddress> parse_node(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (bracketed != (host.find(':') != std::string_view::npos)) return std::nullopt;
  const std::string_view digits = text.substr(colon + 1);
  if (parse_value(catalogue()[kHost], host).fault != ValueFault::none) return std::nullopt;
  const auto port = parse_value(catalogue()[kPort], digits);
  if (port.fault != ValueFault::none) return std::nullopt;
  return NodeAddress{std::string(host), static_cast<int>(port.number)};
}

// All values of the configuration, to be changed.
struct Draft {
  explicit Draft(const ConfigState& state) : from(state), values(state.values.size()) {
    for (std::size_t index = 0; index < values.size(); ++index)
      values.at(index) = copy_value(from, index, names);
  }

  void unset(std::size_t index) { values.at(index) = FinalValue(); }
  void move(std::size_t source, std::size_t target) {
    values.at(target) = std::exchange(values.at(source), FinalValue());
  }
  void put(const NodeAddress& node) {
    FinalValue& host = values.at(kHost);
    host.set = true;
    host.text = names.keep(node.host);
    values.at(kPort).set = true;
    values.at(kPort).number = node.port;
    unset(index_of("connection.socket"));
    unset(index_of("sentinel.nodes"));
  }
  [[nodiscard]] ServiceConfig finish() {
    return ConfigAccess::config(with_values(from, std::move(values), std::move(names)));
  }

  const ConfigState& from;
  NameArena names;
  FinalValues values;
};

}  // namespace

std::optional<std::vector<NodeAddress>> parse_nodes(std::string_view text) {
  std::vector<NodeAddress> nodes;
  for (;;) {
    const auto comma = text.find(',');
    auto node = parse_node(text.substr(0, comma));
    if (!node) return std::nullopt;
    nodes.push_back(std::move(*node));
    if (comma == std::string_view::npos) return nodes;
    text.remove_prefix(comma + 1);
  }
}

std::string text_of(const NodeAddress& node) {
  const bool bare = node.host.find(':') != std::string::npos;
  return (bare ? "[" + node.host + "]" : node.host) + ":" + std::to_string(node.port);
}

ServiceConfig at_node(const ServiceConfig& config, const NodeAddress& node) {
  Draft draft(ConfigAccess::state(config));
  draft.put(node);
  return draft.finish();
}

ServiceConfig at_sentinel(const ServiceConfig& config, const NodeAddress& node) {
  Draft draft(ConfigAccess::state(config));
  draft.put(node);
  draft.move(index_of("sentinel.username"), index_of("connection.username"));
  draft.move(index_of("sentinel.password"), index_of("connection.password"));
  draft.values.at(index_of("connection.database")).number = 0;
  return draft.finish();
}

}  // namespace redisconf
