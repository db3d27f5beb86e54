#include "cluster_slots.h"
#include "sentinel_replies.h"
#include "support/catch.h"

#include <utility>

using namespace redisconf;

namespace {

Reply text(const char* bytes) { return Reply::string(bytes); }

template <class... Elements>
Reply list(Elements... elements) {
  std::vector<Reply> all;
  (all.push_back(std::move(elements)), ...);
  return Reply::array(std::move(all));
}

Reply node(const char* host, long long port) { return list(text(host), Reply::integer(port), text("id")); }

}  // namespace

TEST_CASE("CLUSTER SLOTS names primary and replicas of each range", "[cluster]") {
  const auto ranges = parse_cluster_slots(
      list(list(Reply::integer(0), Reply::integer(5460), node("10.0.0.1", 1), node("10.0.0.2", 2)),
           list(Reply::integer(5461), Reply::integer(16383), node("10.0.0.3", 3))),
      "seed");
  REQUIRE(ranges);
  REQUIRE(ranges->size() == 2);
  CHECK(ranges->at(0).last == 5460);
  CHECK(ranges->at(0).primary == NodeAddress{"10.0.0.1", 1});
  CHECK(ranges->at(0).replicas == std::vector<NodeAddress>{{"10.0.0.2", 2}});
  CHECK(ranges->at(1).replicas.empty());
}

TEST_CASE("a node without a name is at the host that answered", "[cluster]") {
  const auto range = [](Reply host) {
    return parse_cluster_slots(
        list(list(Reply::integer(0), Reply::integer(1), list(std::move(host), Reply::integer(7)))), "seed");
  };
  CHECK(range(Reply())->front().primary == NodeAddress{"seed", 7});
  CHECK(range(text(""))->front().primary == NodeAddress{"seed", 7});
  CHECK(range(text("?"))->front().primary == NodeAddress{"seed", 7});
}

TEST_CASE("a name that is not known yields to the address beside it", "[cluster]") {
  const auto ranges = parse_cluster_slots(
      list(list(Reply::integer(0), Reply::integer(1),
                list(text("?"), Reply::integer(7), text("id"), list(text("ip"), text("10.0.0.9"))))),
      "seed");
  CHECK(ranges->front().primary == NodeAddress{"10.0.0.9", 7});
}

TEST_CASE("what is no answer to CLUSTER SLOTS", "[cluster]") {
  CHECK_FALSE(parse_cluster_slots(text("x"), "seed"));
  CHECK_FALSE(parse_cluster_slots(list(text("x")), "seed"));
  CHECK_FALSE(parse_cluster_slots(list(list(Reply::integer(0), Reply::integer(1))), "seed"));
  CHECK_FALSE(
      parse_cluster_slots(list(list(Reply::integer(0), Reply::integer(16384), node("a", 1))), "seed"));
  CHECK_FALSE(parse_cluster_slots(list(list(Reply::integer(2), Reply::integer(1), node("a", 1))), "seed"));
  CHECK_FALSE(parse_cluster_slots(list(list(Reply::integer(0), Reply::integer(1), node("a", 0))), "seed"));
  CHECK(parse_cluster_slots(list(), "seed")->empty());
}

TEST_CASE("a Sentinel names the primary, or does not know it", "[sentinel]") {
  CHECK(parse_master_address(list(text("10.0.0.1"), text("6379"))) == NodeAddress{"10.0.0.1", 6379});
  CHECK_FALSE(parse_master_address(Reply()));
  CHECK_FALSE(parse_master_address(list(text("10.0.0.1"))));
  CHECK_FALSE(parse_master_address(list(text("10.0.0.1"), text("0"))));
  CHECK_FALSE(parse_master_address(list(text(""), text("1"))));
}

TEST_CASE("replicas that are down, or out of touch, are of no use", "[sentinel]") {
  const auto replica = [](const char* port, const char* flags, const char* link) {
    return list(text("name"), text("x"), text("ip"), text("10.0.0.1"), text("port"), text(port),
                text("flags"), text(flags), text("master-link-status"), text(link));
  };
  const auto found =
      parse_replicas(list(replica("1", "slave", "ok"), replica("2", "s_down,slave", "ok"),
                          replica("3", "slave,disconnected", "ok"), replica("4", "slave", "err")));
  CHECK(found == std::vector<NodeAddress>{{"10.0.0.1", 1}});
}

TEST_CASE("ROLE starts with the role", "[sentinel]") {
  const Reply reply = list(text("master"), Reply::integer(0), list());
  CHECK(parse_role(reply) == "master");
  CHECK(parse_role(Reply()).empty());
}

TEST_CASE("a primary takes writes alone where INFO has no good replicas to count", "[sentinel]") {
  CHECK(takes_writes_alone(text("# Replication\r\nrole:master\r\nconnected_slaves:1\r\n")));
  CHECK_FALSE(takes_writes_alone(text("role:master\r\nconnected_slaves:1\r\nmin_slaves_good_slaves:1\r\n")));
  CHECK_FALSE(takes_writes_alone(text("role:slave\r\n")));
  CHECK_FALSE(takes_writes_alone(Reply()));
}
