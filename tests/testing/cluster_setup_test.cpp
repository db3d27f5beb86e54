#include "support/catch.h"
#include "testing/child.h"

#include <redisconf/testing/cluster_setup.h>

using redisconf::testing::ClusterSetup;

namespace {

constexpr int kSlotOfFoo = 12182;  // CLUSTER KEYSLOT foo

}  // namespace

TEST_CASE("a cluster serves all slots, and moves one with its keys", "[testing][redis]") {
  ClusterSetup cluster;
  auto& nodes = cluster.nodes();
  REQUIRE(nodes.size() == 3);
  REQUIRE(cluster.owner_of(kSlotOfFoo) == 2);
  static_cast<void>(nodes[2].command({"SET", "foo", "bar"}));
  cluster.move_slot(kSlotOfFoo, nodes[2], nodes[0]);

  CHECK(nodes[0].command({"GET", "foo"}).as_string() == "bar");
  CHECK_THROWS_WITH(nodes[2].command({"GET", "foo"}), redisconf::test::contains("MOVED 12182"));
}

TEST_CASE("a replica of a cluster's node takes over, with TLS and password", "[testing][redis]") {
  ClusterSetup cluster({.primaries = 3, .replicas = 1, .tls = true, .password = "correct horse"});
  auto& nodes = cluster.nodes();
  REQUIRE(nodes.size() == 6);
  nodes[0].kill();

  CHECK(redisconf::test::eventually([&] { return cluster.owner_of(0) == 3; }));
}
