// What Sentinels say of the servers that they watch, and whether they say the same.
#pragma once

#include <redisconf/client/reply.h>
#include <redisconf/config/nodes.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report.h"

namespace redisconf::doctor {

// A server as SENTINEL MASTER and SENTINEL REPLICAS tell of it.
struct WatchedServer {
  NodeAddress address;
  std::string flags;        // "master", "slave,s_down"
  std::string link;         // of a replica to its master: "ok", "err"
  long long quorum = 0;     // of a master, as those below
  long long sentinels = 0;  // others than the one that tells
  long long replicas = 0;
};

// What one Sentinel said; nothing where it knows none, or may not tell.
struct SentinelView {
  std::string sentinel;  // "redis.example:26379"
  std::optional<NodeAddress> named;
  std::optional<WatchedServer> master;
  std::optional<std::vector<WatchedServer>> replicas;
};

// Of [name, value, ...]; nothing when there is no address in it.
[[nodiscard]] std::optional<WatchedServer> parse_watched(const Reply& reply);
[[nodiscard]] std::vector<WatchedServer> parse_watched_all(const Reply& reply);
[[nodiscard]] std::optional<NodeAddress> parse_address(const Reply& reply);

// Whether clients may go there: neither down nor out of touch with its master.
[[nodiscard]] bool is_up(const WatchedServer& server);

// The master that most Sentinels name, the first of those named equally often; nothing when none is.
[[nodiscard]] std::optional<NodeAddress> named_by_most(const std::vector<SentinelView>& views);

// Each as a check. `name` is sentinel.master; `listed` is how many Sentinels the configuration names.
[[nodiscard]] Check check_named(const SentinelView& view, std::string_view name);
[[nodiscard]] Check check_quorum(const SentinelView& view, std::string_view answer, bool reached);
[[nodiscard]] Check check_agreement(const std::vector<SentinelView>& views, std::string_view name);
[[nodiscard]] Check check_count(const std::vector<SentinelView>& views, std::size_t listed);
[[nodiscard]] Check check_replicas(const std::optional<std::vector<WatchedServer>>& known);

}  // namespace redisconf::doctor
