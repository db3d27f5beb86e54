#include "cluster_view.h"

#include "support/catch.h"

using redisconf::Reply;
using redisconf::doctor::ClusterNode;
using redisconf::doctor::ServerInfo;
using redisconf::doctor::Status;
using redisconf::test::contains;
using namespace redisconf::doctor;

namespace {

// Two masters, one of them with a replica.
const std::string kNodes =
    "aaa 192.0.2.1:7000@17000,one.example myself,master - 0 0 1 connected 0-8000 8002\n"
    "bbb 192.0.2.2:7000@17000 master - 0 0 2 connected 8001 8003-16383\r\n"
    "ccc :7001@17001 slave bbb 0 0 2 connected\n"
    "short line\n";

std::vector<ClusterNode> nodes_of(std::string text) { return parse_cluster_nodes(text, "seed.example"); }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("CLUSTER NODES is read line by line", "[doctor]") {
  const auto nodes = nodes_of(kNodes);
  REQUIRE(nodes.size() == 3);
  CHECK(nodes[0].address == redisconf::NodeAddress{"192.0.2.1", 7000});
  CHECK(nodes[0].slots == SlotRanges{{0, 8000}, {8002, 8002}});
  CHECK(nodes[0].serves());
  CHECK(nodes[1].epoch == 2);
  CHECK(nodes[2].address.host == "seed.example");
  CHECK(nodes[2].master == "bbb");
  CHECK_FALSE(nodes[2].serves());
  CHECK(parse_cluster_nodes("a b c d e f g h 99999 -1 5-3 x-y\n", "s").front().slots.empty());
}

TEST_CASE("slots that nobody serves are named as ranges", "[doctor]") {
  CHECK(check_slots(nodes_of(kNodes)).status == Status::ok);
  const Check check = check_slots(nodes_of(replaced(kNodes, "8003-16383", "8010-16000")));
  CHECK(check.status == Status::failed);
  CHECK_THAT(check.detail, contains("nobody: 8003-8009, 16001-16383"));
}

TEST_CASE("slots of a master that is down are no better", "[doctor]") {
  const auto nodes = nodes_of(replaced(kNodes, "7000@17000 master", "7000@17000 master,fail"));
  CHECK(check_slots(nodes).status == Status::failed);
  CHECK_THAT(check_slots(nodes).detail, contains("8382 slots of 192.0.2.2:7000"));
  CHECK_THAT(check_members(nodes).detail, contains("down: 192.0.2.2:7000"));
}

TEST_CASE("masters without a replica that is up", "[doctor]") {
  const Check check = check_replica_counts(nodes_of(kNodes), false);
  CHECK(check.status == Status::warning);
  CHECK_THAT(check.detail, contains("192.0.2.1:7000;"));
  CHECK(check_replica_counts(nodes_of(kNodes), true).status == Status::ok);
  CHECK_THAT(check_replica_counts(nodes_of(replaced(kNodes, "slave bbb", "slave,fail bbb")), false).detail,
             contains("192.0.2.1:7000, 192.0.2.2:7000"));
}

TEST_CASE("two masters with one epoch", "[doctor]") {
  CHECK(check_epochs(nodes_of(kNodes)).status == Status::ok);
  const Check check =
      check_epochs(nodes_of(replaced(kNodes, "0 0 2 connected 8001", "0 0 1 connected 8001")));
  CHECK(check.status == Status::warning);
  CHECK_THAT(check.detail, contains("both epoch 1"));
}

TEST_CASE("nodes that see another cluster than the others", "[doctor]") {
  const auto other = nodes_of(replaced(kNodes, "0-8000 8002", "0-7999 8002"));
  CHECK(check_views({{"a:1", nodes_of(kNodes)}, {"b:2", nodes_of(kNodes)}}).status == Status::ok);
  const Check check = check_views({{"a:1", nodes_of(kNodes)}, {"b:2", other}});
  CHECK(check.status == Status::warning);
  CHECK_THAT(check.detail, contains("b:2"));
}

TEST_CASE("slots on the move, and a state that is not ok", "[doctor]") {
  CHECK(check_moves(nodes_of(kNodes)).status == Status::ok);
  CHECK(check_moves(nodes_of(replaced(kNodes, "8002\n", "8002 [8002->-bbb]\n"))).status == Status::warning);
  CHECK(check_state(ServerInfo("cluster_state:ok")).status == Status::ok);
  CHECK(check_state(ServerInfo("cluster_state:fail")).status == Status::failed);
}
