#include "sentinel_view.h"

#include <algorithm>
#include <limits>

#include "asking.h"
#include "text/utf8.h"

namespace redisconf::doctor {
namespace {

// Two can't outvote a third that is gone (redis.io/docs, "High availability with Redis Sentinel").
constexpr long long kFewestSentinels = 3;

std::string value_of(const std::vector<Reply>& pairs, std::string_view name) {
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    if (text_in(pairs[i]) == name) return compiler::printable(text_in(pairs[i + 1]).substr(0, 255));
  }
  return {};
}

std::optional<NodeAddress> address_of(std::string_view host, std::string_view port) {
  const long long number = number_in(port);
  if (host.empty() || number < 1 || number > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  return NodeAddress{compiler::printable(host.substr(0, 255)), static_cast<int>(number)};
}

bool has_flag(const WatchedServer& server, std::string_view flag) {
  return server.flags.find(flag) != std::string::npos;
}

std::string counted(long long count, std::string_view one) {
  return std::to_string(count) + ' ' + std::string(one) + (count == 1 ? "" : "s");
}

}  // namespace

std::optional<WatchedServer> parse_watched(const Reply& reply) {
  if (reply.kind() != Reply::Kind::array) return std::nullopt;
  const auto& pairs = reply.as_array();
  const auto address = address_of(value_of(pairs, "ip"), value_of(pairs, "port"));
  if (!address) return std::nullopt;
  return WatchedServer{*address,
                       value_of(pairs, "flags"),
                       value_of(pairs, "master-link-status"),
                       number_in(value_of(pairs, "quorum")),
                       number_in(value_of(pairs, "num-other-sentinels")),
                       number_in(value_of(pairs, "num-slaves"))};
}

std::vector<WatchedServer> parse_watched_all(const Reply& reply) {
  std::vector<WatchedServer> found;
  if (reply.kind() != Reply::Kind::array) return found;
  for (const Reply& each : reply.as_array()) {
    if (auto server = parse_watched(each)) found.push_back(std::move(*server));
  }
  return found;
}

std::optional<NodeAddress> parse_address(const Reply& reply) {
  if (reply.kind() != Reply::Kind::array || reply.as_array().size() != 2) return std::nullopt;
  return address_of(text_in(reply.as_array()[0]), text_in(reply.as_array()[1]));
}

bool is_up(const WatchedServer& server) {
  if (has_flag(server, "s_down") || has_flag(server, "o_down") || has_flag(server, "disconnected"))
    return false;
  return server.link.empty() || server.link == "ok";
}

std::optional<NodeAddress> named_by_most(const std::vector<SentinelView>& views) {
  std::optional<NodeAddress> best;
  std::ptrdiff_t most = 0;
  for (const SentinelView& view : views) {
    if (!view.named) continue;
    const auto votes = std::ranges::count(views, view.named, &SentinelView::named);
    if (votes <= most) continue;
    most = votes;
    best = view.named;
  }
  return best;
}

Check check_named(const SentinelView& view, std::string_view name) {
  const std::string master = compiler::printable(name);
  if (!view.named) {
    return check_of("master", Status::failed, "it does not know \"" + master + '"',
                    "is sentinel.master (REDIS_SENTINEL_MASTER) right? SENTINEL MASTERS lists the names that "
                    "it knows");
  }
  std::string detail = '"' + master + "\" is " + text_of(*view.named);
  if (view.master && !is_up(*view.master)) {
    return check_of("master", Status::warning,
                    detail + ", which it takes for down (" + view.master->flags + ')',
                    "a failover may be under way: ask again in a moment; else start that server");
  }
  return check_of("master", Status::ok, std::move(detail));
}

Check check_quorum(const SentinelView& view, std::string_view answer, bool reached) {
  std::string detail;
  if (view.master) {
    detail = "quorum " + std::to_string(view.master->quorum) + " of " +
             counted(view.master->sentinels + 1, "Sentinel") + ", " +
             counted(view.master->replicas, "replica");
  }
  if (reached) return check_of("quorum", Status::ok, detail.empty() ? "reached" : std::move(detail));
  if (!detail.empty()) detail += '\n';
  return check_of("quorum", Status::warning, detail + compiler::printable(answer.substr(0, 255)),
                  "no failover can happen: start the Sentinels that are away, and let them reach each other");
}

Check check_agreement(const std::vector<SentinelView>& views, std::string_view name) {
  const auto master = named_by_most(views);
  if (!master) {
    return check_of("agreement", Status::failed,
                    "no Sentinel names the servers of \"" + compiler::printable(name) + '"',
                    "are the Sentinels running, and are sentinel.nodes (REDIS_SENTINEL_NODES) and "
                    "sentinel.master (REDIS_SENTINEL_MASTER) right?");
  }
  std::string others;
  for (const SentinelView& view : views) {
    if (view.named && view.named != master) others += '\n' + view.sentinel + " names " + text_of(*view.named);
  }
  const auto votes = std::ranges::count(views, master, &SentinelView::named);
  std::string detail = counted(votes, "Sentinel") + (votes == 1 ? " names " : " name ") + text_of(*master);
  if (others.empty()) return check_of("agreement", Status::ok, std::move(detail));
  return check_of(
      "agreement", Status::warning, detail + others,
      "a failover may be under way: ask again in a moment; else SENTINEL RESET on those that lag");
}

Check check_count(const std::vector<SentinelView>& views, std::size_t listed) {
  long long known = 0;
  for (const SentinelView& view : views) {
    if (view.master) known = std::max(known, view.master->sentinels + 1);
  }
  if (known == 0) return check_of("count", Status::skipped, "the Sentinels do not tell");
  const std::string detail =
      std::to_string(listed) + " in sentinel.nodes, " + std::to_string(known) + " that know each other";
  if (known < static_cast<long long>(listed)) {
    return check_of("count", Status::warning, detail,
                    "those that the others do not know watch other servers, or can't reach them");
  }
  if (known < kFewestSentinels) {
    return check_of("count", Status::warning, detail + ": none of them may fail",
                    "run three, on machines that do not fail together");
  }
  return check_of("count", Status::ok, detail);
}

Check check_replicas(const std::optional<std::vector<WatchedServer>>& known) {
  if (!known) return check_of("replicas", Status::skipped, "the Sentinels do not tell");
  const std::vector<WatchedServer>& replicas = *known;
  const auto up = std::ranges::count_if(replicas, is_up);
  std::string detail = std::to_string(up) + " of " +
                       counted(static_cast<long long>(replicas.size()), "replica") +
                       (up == 1 ? " is up" : " are up");
  for (const WatchedServer& replica : replicas) {
    if (!is_up(replica))
      detail += '\n' + text_of(replica.address) + " is not: " + replica.flags + ", link " + replica.link;
  }
  if (up == 0) {
    return check_of("replicas", Status::warning, detail + ": no failover is possible",
                    "start a replica of the master");
  }
  if (up != static_cast<std::ptrdiff_t>(replicas.size())) {
    return check_of("replicas", Status::warning, detail,
                    "start it again; when it is gone for good, SENTINEL RESET forgets it");
  }
  return check_of("replicas", Status::ok, detail);
}

}  // namespace redisconf::doctor
