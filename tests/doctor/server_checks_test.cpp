#include "server_checks.h"

#include "support/catch.h"

using redisconf::doctor::Check;
using redisconf::doctor::Purpose;
using redisconf::doctor::ServerInfo;
using redisconf::doctor::Status;
using redisconf::test::contains;
using namespace redisconf::doctor;
using namespace std::chrono_literals;

namespace {

constexpr Purpose kQueues{.has_queues = true, .only_caches = false};
constexpr Purpose kCaches{.has_queues = false, .only_caches = true};
constexpr Purpose kAnything{};

Status eviction(const std::string& policy, const Purpose& purpose) {
  return check_eviction(ServerInfo("maxmemory:100\r\nmaxmemory_policy:" + policy + "\r\n"), purpose).status;
}

}  // namespace

TEST_CASE("INFO is read by name", "[doctor]") {
  const ServerInfo info("# Server\r\nredis_version:7.0.15\r\n\r\n# Memory\r\nmaxmemory:12\r\nos:a:b");
  CHECK(info.get("redis_version") == "7.0.15");
  CHECK(info.number("maxmemory") == 12);
  CHECK(info.get("os") == "a:b");
  CHECK_FALSE(info.find("nothing"));
  CHECK(info.number("redis_version") == 7);
  CHECK(info.number("nothing") == 0);
}

TEST_CASE("a replica and a sentinel are not what a service wants", "[doctor]") {
  CHECK(check_role("master").status == Status::ok);
  CHECK(check_role("slave").status == Status::warning);
  CHECK_THAT(check_role("slave").fix, contains("REDIS_HOST"));
  CHECK(check_role("sentinel").status == Status::warning);
}

TEST_CASE("old servers are warned of", "[doctor]") {
  CHECK(check_version(ServerInfo("redis_version:7.0.15")).status == Status::ok);
  CHECK(check_version(ServerInfo("redis_version:5.0.14")).status == Status::warning);
  CHECK(check_version(ServerInfo("")).status == Status::skipped);
}

TEST_CASE("eviction is fit for caches and unfit for queues", "[doctor]") {
  CHECK(eviction("noeviction", kQueues) == Status::ok);
  CHECK(eviction("allkeys-lru", kQueues) == Status::warning);
  CHECK(eviction("volatile-ttl", kQueues) == Status::warning);
  CHECK(eviction("allkeys-lru", kCaches) == Status::ok);
  CHECK(check_eviction(ServerInfo(""), kQueues).status == Status::skipped);
}

TEST_CASE("what is no cache wants persistence", "[doctor]") {
  const ServerInfo none("aof_enabled:0\r\nrdb_last_bgsave_status:ok");
  CHECK(check_persistence(none, "", kAnything).status == Status::warning);
  CHECK(check_persistence(none, "", kCaches).status == Status::ok);
  CHECK(check_persistence(none, "3600 1", kAnything).status == Status::ok);
  CHECK(check_persistence(none, std::nullopt, kAnything).status == Status::ok);  // CONFIG is forbidden
  CHECK(check_persistence(ServerInfo("aof_enabled:1"), "", kQueues).status == Status::ok);
  CHECK(check_persistence(ServerInfo("rdb_last_bgsave_status:err"), "3600 1", kCaches).status ==
        Status::warning);
}

TEST_CASE("replicas without min-replicas may lose writes", "[doctor]") {
  CHECK(check_min_replicas(ServerInfo("connected_slaves:0"), kQueues).status == Status::ok);
  CHECK(check_min_replicas(ServerInfo("connected_slaves:1"), kQueues).status == Status::warning);
  CHECK(check_min_replicas(ServerInfo("connected_slaves:1"), kCaches).status == Status::ok);
  CHECK(check_min_replicas(ServerInfo("connected_slaves:1\nmin_slaves_good_slaves:1"), kQueues).status ==
        Status::ok);
}

TEST_CASE("a place among several servers has its own role and its own dangers", "[doctor]") {
  CHECK(check_role("slave", Place::replica).status == Status::ok);
  CHECK(check_role("master", Place::replica).status == Status::warning);
  CHECK(check_role("slave", Place::sentinel_master).status == Status::failed);
  CHECK(check_role("slave", Place::cluster_master).status == Status::warning);
  const ServerInfo alone("connected_slaves:0");
  const ServerInfo followed("connected_slaves:1");
  CHECK(check_min_replicas(alone, kCaches, Place::sentinel_master).status == Status::warning);
  CHECK(check_min_replicas(followed, kQueues, Place::cluster_master).status == Status::ok);
  CHECK(check_link(ServerInfo("master_link_status:up")).status == Status::ok);
  CHECK(check_link(ServerInfo("master_link_status:down")).status == Status::warning);
}

TEST_CASE("clocks may differ by a second and by what can't be measured", "[doctor]") {
  CHECK(check_clock(900ms, 0ms).status == Status::ok);
  CHECK(check_clock(-1200ms, 300ms).status == Status::ok);
  CHECK(check_clock(1001ms, 0ms).status == Status::warning);
  CHECK(check_clock(-60s, 1ms).status == Status::warning);
  CHECK_THAT(check_clock(-60s, 1ms).detail, contains("60000 ms behind"));
}
