#include "server_checks.h"

#include <redisconf/client/errors.h>

#include <cstdlib>
#include <utility>

#include "text/utf8.h"

namespace redisconf::doctor {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

// Queues and time-to-live arithmetic that joins both clocks stand a second; more is a machine
// without NTP.
constexpr milliseconds kClockTolerance{1000};

// ACL users came with it; older ones get no security fixes (redis.io/docs, "Releases").
constexpr int kOldestVersion = 6;

// TIME answers seconds and microseconds; the true moment lies within the round trip.
Check ask_clock(const Ask& ask) {
  const auto before = std::chrono::system_clock::now();
  const auto start = Steady::now();
  const Reply reply = ask({"TIME"});
  const auto half = std::chrono::duration_cast<microseconds>(Steady::now() - start) / 2;
  const auto& parts = reply.as_array();
  if (parts.size() != 2) return check_of("clock", Status::skipped, "the server does not tell its time");
  const microseconds server =
      std::chrono::seconds(number_in(text_in(parts[0]))) + microseconds(number_in(text_in(parts[1])));
  const auto here = std::chrono::duration_cast<microseconds>(before.time_since_epoch()) + half;
  return check_clock(server - here, half);
}

void add_role_check(Report& report, const Ask& ask, Place place) {
  add_check(report, "role", [&] {
    const Reply role = ask({"ROLE"});
    const bool known = role.kind() == Reply::Kind::array && !role.as_array().empty();
    return check_role(known ? text_in(role.as_array().front()) : std::string("?"), place);
  });
}

}  // namespace

Check check_role(const std::string& role, Place place) {
  const bool replica = role == "slave";
  if (place == Place::replica) {
    if (replica) return check_of("role", Status::ok, "replica");
    return check_of("role", Status::warning, compiler::printable(role.substr(0, 32)) + ", no replica",
                    "a failover may be under way: ask again in a moment");
  }
  if (role == "master") return check_of("role", Status::ok, "master");
  if (place == Place::sentinel_master) {
    return check_of("role", Status::failed,
                    compiler::printable(role.substr(0, 32)) + ", though the Sentinels name it as the master",
                    "a failover may be under way: ask again in a moment; else compare SENTINEL MASTERS with "
                    "ROLE of the servers");
  }
  if (place == Place::cluster_master && replica) {
    return check_of("role", Status::warning, "replica, though the cluster names it as a master",
                    "a failover may be under way: ask again in a moment");
  }
  if (replica) {
    return check_of("role", Status::warning, "replica: it refuses writes (READONLY)",
                    "point connection.host (REDIS_HOST) at the master");
  }
  return check_of("role", Status::warning, compiler::printable(role.substr(0, 32)) + ": it holds no data",
                  "point connection.host and connection.port at a Redis server");
}

Check check_version(const ServerInfo& info) {
  const std::string version = info.get("redis_version");
  if (version.empty()) return check_of("version", Status::skipped, "the server does not tell");
  if (std::atoi(version.c_str()) >= kOldestVersion) return check_of("version", Status::ok, version);
  return check_of("version", Status::warning, version + " has no ACL users and gets no security fixes",
                  "upgrade the server to Redis 7");
}

Check check_eviction(const ServerInfo& info, const Purpose& purpose) {
  const std::string policy = info.get("maxmemory_policy");
  if (policy.empty()) return check_of("eviction", Status::skipped, "the server does not tell");
  const std::string limit = info.number("maxmemory") == 0 ? "no limit" : info.get("maxmemory_human");
  const std::string detail = policy + ", maxmemory " + limit;
  if (policy == "noeviction" || !purpose.has_queues) return check_of("eviction", Status::ok, detail);
  return check_of("eviction", Status::warning, detail + ": a full server would throw jobs away",
                  "set maxmemory-policy noeviction, or give the queues a server of their own");
}

Check check_persistence(const ServerInfo& info, const std::optional<std::string>& save,
                        const Purpose& purpose) {
  if (info.get("rdb_last_bgsave_status") == "err") {
    return check_of("persistence", Status::warning,
                    "the last snapshot failed; writes may be refused (MISCONF)",
                    "see the server's log: disk full, or no permission to write its dir?");
  }
  const bool appends = info.number("aof_enabled") != 0;
  if (!appends && !save) return check_of("persistence", Status::ok, "no append-only file; snapshots unknown");
  const bool snapshots = save && !save->empty();
  if (!appends && !snapshots && !purpose.only_caches) {
    return check_of("persistence", Status::warning, "none: a restart loses everything",
                    "set appendonly yes on the server");
  }
  std::string detail = appends ? "append-only file" : "no append-only file";
  detail += snapshots ? ", snapshots" : ", no snapshots";
  return check_of("persistence", Status::ok, std::move(detail));
}

// A master that Sentinels replace may be told late; in a cluster it stops by itself once it sees no
// majority (cluster specification, "Fault tolerance").
Check check_min_replicas(const ServerInfo& info, const Purpose& purpose, Place place) {
  const long long replicas = info.number("connected_slaves");
  const bool required = info.find("min_slaves_good_slaves").has_value();
  std::string detail = std::to_string(replicas) + (replicas == 1 ? " replica" : " replicas");
  detail += required ? ", min-replicas-to-write is set" : ", min-replicas-to-write is 0";
  const bool bears_it = place == Place::cluster_master || purpose.only_caches || replicas == 0;
  if (required || (bears_it && place != Place::sentinel_master))
    return check_of("min-replicas", Status::ok, detail);
  return check_of("min-replicas", Status::warning,
                  detail + ": a master that was cut off goes on taking writes, which are lost",
                  "set min-replicas-to-write 1 and min-replicas-max-lag 10 on " +
                      std::string(place == Place::sentinel_master ? "all servers" : "the server"));
}

Check check_link(const ServerInfo& info) {
  if (info.get("master_link_status") == "up") return check_of("link", Status::ok, "in touch with its master");
  return check_of("link", Status::warning, "not in touch with its master: what it holds gets old",
                  "see the replica's log: masterauth, the network, or a full synchronization under way?");
}

Check check_clock(microseconds ahead, microseconds uncertainty) {
  const auto off = std::chrono::duration_cast<milliseconds>(ahead < microseconds(0) ? -ahead : ahead);
  const std::string side = ahead < microseconds(0) ? " behind" : " ahead";
  const std::string detail = "the server's clock is " + std::to_string(off.count()) + " ms" + side;
  if (off - uncertainty <= kClockTolerance) return check_of("clock", Status::ok, detail);
  return check_of("clock", Status::warning, detail, "let NTP set the clocks of both machines");
}

void add_server_checks(Report& report, const Ask& ask, const Purpose& purpose, Place place) {
  add_role_check(report, ask, place);
  add_check(report, "version", [&] { return check_version(info(ask, "server")); });
  add_check(report, "eviction", [&] { return check_eviction(info(ask, "memory"), purpose); });
  add_check(report, "persistence",
            [&] { return check_persistence(info(ask, "persistence"), configured(ask, "save"), purpose); });
  add_check(report, "min-replicas",
            [&] { return check_min_replicas(info(ask, "replication"), purpose, place); });
  add_check(report, "clock", [&] { return ask_clock(ask); });
}

void add_replica_checks(Report& report, const Ask& ask) {
  add_role_check(report, ask, Place::replica);
  add_check(report, "link", [&] { return check_link(info(ask, "replication")); });
  add_check(report, "version", [&] { return check_version(info(ask, "server")); });
  add_check(report, "clock", [&] { return ask_clock(ask); });
}

}  // namespace redisconf::doctor
