#include "server_checks.h"

#include <redisconf/client/errors.h>

#include <charconv>
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

Check check_of(std::string name, Status status, std::string detail, std::string fix = {}) {
  return {std::move(name), status, std::nullopt, std::move(detail), std::move(fix)};
}

Check not_allowed(std::string name, const RedisError& error) {
  return check_of(
      std::move(name), Status::skipped,
      "the server does not tell: " + (error.code().empty() ? error.details().cause : error.code()));
}

// A refused command skips the check; a broken connection ends them all.
template <class Make>
void add(Report& report, const std::string& name, const Make& make) {
  const auto start = Steady::now();
  Check check;
  try {
    check = make();
  } catch (const RedisError& error) {
    if (error.category() != ErrorCategory::server && error.category() != ErrorCategory::auth) throw;
    check = not_allowed(name, error);
  }
  check.took = std::chrono::duration_cast<microseconds>(Steady::now() - start);
  report.checks.push_back(std::move(check));
}

// CONFIG is often forbidden, as by managed services; nothing then.
std::optional<std::string> configured(const Ask& ask, std::string_view name) {
  try {
    const Reply reply = ask({"CONFIG", "GET", name});
    if (reply.kind() != Reply::Kind::array || reply.as_array().size() != 2) return std::nullopt;
    return reply.as_array()[1].as_string();
  } catch (const RedisError& error) {
    if (error.category() != ErrorCategory::server && error.category() != ErrorCategory::auth) throw;
    return std::nullopt;
  }
}

ServerInfo info(const Ask& ask, std::string_view section) {
  return ServerInfo(ask({"INFO", section}).as_string());
}

long long number_in(const Reply& reply) {
  const std::string& text = reply.as_string();
  long long number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// TIME answers seconds and microseconds; the true moment lies within the round trip.
Check ask_clock(const Ask& ask) {
  const auto before = std::chrono::system_clock::now();
  const auto start = Steady::now();
  const Reply reply = ask({"TIME"});
  const auto half = std::chrono::duration_cast<microseconds>(Steady::now() - start) / 2;
  const auto& parts = reply.as_array();
  if (parts.size() != 2) return check_of("clock", Status::skipped, "the server does not tell its time");
  const microseconds server = std::chrono::seconds(number_in(parts[0])) + microseconds(number_in(parts[1]));
  const auto here = std::chrono::duration_cast<microseconds>(before.time_since_epoch()) + half;
  return check_clock(server - here, half);
}

}  // namespace

Check check_role(const std::string& role) {
  if (role == "master") return check_of("role", Status::ok, "master");
  if (role == "slave") {
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

Check check_min_replicas(const ServerInfo& info, const Purpose& purpose) {
  const long long replicas = info.number("connected_slaves");
  const bool required = info.find("min_slaves_good_slaves").has_value();
  std::string detail = std::to_string(replicas) + (replicas == 1 ? " replica" : " replicas");
  detail += required ? ", min-replicas-to-write is set" : ", min-replicas-to-write is 0";
  if (replicas == 0 || required || purpose.only_caches) return check_of("min-replicas", Status::ok, detail);
  return check_of("min-replicas", Status::warning,
                  detail + ": a master that was cut off goes on taking writes, which are lost",
                  "set min-replicas-to-write 1 and min-replicas-max-lag 10 on the server");
}

Check check_clock(microseconds ahead, microseconds uncertainty) {
  const auto off = std::chrono::duration_cast<milliseconds>(ahead < microseconds(0) ? -ahead : ahead);
  const std::string side = ahead < microseconds(0) ? " behind" : " ahead";
  const std::string detail = "the server's clock is " + std::to_string(off.count()) + " ms" + side;
  if (off - uncertainty <= kClockTolerance) return check_of("clock", Status::ok, detail);
  return check_of("clock", Status::warning, detail, "let NTP set the clocks of both machines");
}

void add_server_checks(Report& report, const Ask& ask, const Purpose& purpose) {
  add(report, "role", [&] {
    const Reply role = ask({"ROLE"});
    const auto& parts = role.as_array();
    return check_role(parts.empty() ? std::string("?") : parts.front().as_string());
  });
  add(report, "version", [&] { return check_version(info(ask, "server")); });
  add(report, "eviction", [&] { return check_eviction(info(ask, "memory"), purpose); });
  add(report, "persistence",
      [&] { return check_persistence(info(ask, "persistence"), configured(ask, "save"), purpose); });
  add(report, "min-replicas", [&] { return check_min_replicas(info(ask, "replication"), purpose); });
  add(report, "clock", [&] { return ask_clock(ask); });
}

}  // namespace redisconf::doctor
