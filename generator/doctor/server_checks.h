// What a server that answers is asked: its role and version, and whether it keeps what it is given.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "asking.h"
#include "report.h"
#include "server_info.h"

namespace redisconf::doctor {

// What the service keeps in Redis decides what is wrong with the server.
struct Purpose {
  bool has_queues = false;
  bool only_caches = false;  // all of it may be lost at any time
};

// What a server is to its clients.
enum class Place : std::uint8_t { standalone, sentinel_master, cluster_master, replica };

// Adds "role", "version", "eviction", "persistence", "min-replicas" and "clock". A command that the
// user may not run is a skipped check. Throws RedisError when the connection breaks.
void add_server_checks(Report& report, const Ask& ask, const Purpose& purpose,
                       Place place = Place::standalone);

// Adds "role", "link", "version" and "clock", in the same way.
void add_replica_checks(Report& report, const Ask& ask);

// Each of them, for one answer of the server.
[[nodiscard]] Check check_role(const std::string& role, Place place = Place::standalone);
[[nodiscard]] Check check_version(const ServerInfo& info);
[[nodiscard]] Check check_eviction(const ServerInfo& info, const Purpose& purpose);
// `save` is the setting of that name; nothing when it can't be read.
[[nodiscard]] Check check_persistence(const ServerInfo& info, const std::optional<std::string>& save,
                                      const Purpose& purpose);
[[nodiscard]] Check check_min_replicas(const ServerInfo& info, const Purpose& purpose,
                                       Place place = Place::standalone);
// Of a replica.
[[nodiscard]] Check check_link(const ServerInfo& info);
// `ahead`: of the server, compared with this machine, give or take `uncertainty`.
[[nodiscard]] Check check_clock(std::chrono::microseconds ahead, std::chrono::microseconds uncertainty);

}  // namespace redisconf::doctor
