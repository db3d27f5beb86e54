// The doctor before real clusters.
#include <redisconf/testing/cluster_setup.h>

#include "doctor_trial.h"
#include "support/catch.h"

using redisconf::test::contains;
using redisconf::testing::ClusterSetup;
using redisconf::testing::RedisServer;
using namespace redisconf::doctor::test;

namespace {

Variables variables_of(const ClusterSetup& cluster) {
  Variables variables = variables_for(cluster.nodes().front());
  variables.emplace_back("REDIS_CLUSTER_ENABLED=true");
  return variables;
}

std::string address_of(const RedisServer& server) { return "127.0.0.1:" + std::to_string(server.port()); }

}  // namespace

TEST_CASE("a cluster in order: slots, epochs, agreement, each master and replica", "[doctor][redis]") {
  const ClusterSetup cluster(
      {.replicas = 1, .password = "correct horse", .configuration = {"appendonly yes"}});
  const DoctorTrial trial(kQueueService);
  const auto all_well = [&] { return trial.run(variables_of(cluster), {"--fail-on-warning"}).status == 0; };
  REQUIRE(eventually(all_well));  // once all nodes have heard of the replicas
  const auto report = trial.json(variables_of(cluster), 0);

  CHECK(report["status"] == "ok");
  CHECK_THAT(check_named(report, "slots")["detail"], contains("16384 of 16384"));
  CHECK_THAT(check_named(report, "members")["detail"], contains("3 masters, 3 replicas"));
  for (const auto* const name : {"state", "moves", "replicas", "epochs", "agreement"})
    CHECK(check_named(report, name)["status"] == "ok");
  for (std::size_t i = 0; i < cluster.nodes().size(); ++i) {
    for (const auto* const stage : {"tcp", "auth", "ping", "role", "clock", "state"}) {
      const auto check = check_of_node(report, i < 3 ? "master" : "replica", cluster.nodes()[i], stage);
      CHECK(check["status"] == "ok");
      CHECK(check["milliseconds"] >= 0);
    }
  }
  CHECK_THAT(report.dump(), !contains("correct horse"));
}

TEST_CASE("a cluster under TLS: the seed's certificate is shown", "[doctor][redis]") {
  const ClusterSetup cluster({.tls = true});
  const auto report = DoctorTrial().json(variables_of(cluster), 0);

  for (const RedisServer& node : cluster.nodes())
    CHECK_THAT(check_of_node(report, "master", node, "tls")["detail"], contains("TLSv1."));
  CHECK(report.contains("certificate"));
}

TEST_CASE("masters without replicas are named, where there is more than caches", "[doctor][redis]") {
  const ClusterSetup cluster({.configuration = {"appendonly yes"}});
  const auto check = check_named(DoctorTrial(kQueueService).json(variables_of(cluster), 0), "replicas");

  CHECK(check["status"] == "warning");
  for (const RedisServer& node : cluster.nodes()) CHECK_THAT(check["detail"], contains(address_of(node)));
  CHECK(check_named(DoctorTrial().json(variables_of(cluster), 0), "replicas")["status"] == "ok");
}

TEST_CASE("a master that is down fails with its slots", "[doctor][redis]") {
  ClusterSetup cluster;
  cluster.nodes()[1].kill();
  const DoctorTrial trial;
  CHECK(check_of_node(trial.json(variables_of(cluster), 69), "master", cluster.nodes()[1], "tcp")["status"] ==
        "failed");
  REQUIRE(eventually([&] {  // once the others agree that it is gone
    const auto slots = check_named(trial.json(variables_of(cluster), 69), "slots");
    return slots["status"] == "failed" && slots["detail"].dump().find("which is down") != std::string::npos;
  }));
  const auto report = trial.json(variables_of(cluster), 69);
  CHECK_THAT(check_named(report, "slots")["detail"],
             contains("5461 slots of " + address_of(cluster.nodes()[1])));
  CHECK_THAT(check_named(report, "members")["detail"], contains("down: " + address_of(cluster.nodes()[1])));
}

TEST_CASE("a slot that nobody serves is named", "[doctor][redis]") {
  const ClusterSetup cluster;
  for (const RedisServer& node : cluster.nodes()) {
    static_cast<void>(node.command({"CONFIG", "SET", "cluster-require-full-coverage", "no"}));
    static_cast<void>(node.command({"CLUSTER", "DELSLOTS", "7"}));
  }
  const auto report = DoctorTrial().json(variables_of(cluster), 69);

  CHECK(check_named(report, "slots")["status"] == "failed");
  CHECK_THAT(check_named(report, "slots")["detail"], contains("16383 of 16384") && contains("nobody: 7"));
  CHECK_THAT(check_named(report, "slots")["fix"], contains("--cluster fix"));
}

TEST_CASE("a slot that stays between two nodes is a warning", "[doctor][redis]") {
  const ClusterSetup cluster;
  const auto& nodes = cluster.nodes();
  static_cast<void>(
      nodes[0].command({"CLUSTER", "SETSLOT", "7", "MIGRATING", ClusterSetup::id_of(nodes[1])}));
  const auto report = DoctorTrial().json(variables_of(cluster), 0);

  CHECK(check_named(report, "moves")["status"] == "warning");
  CHECK_THAT(check_named(report, "moves")["detail"], contains("1 slot between"));
}

TEST_CASE("a server that is no node of a cluster is told so", "[doctor][redis]") {
  const RedisServer server;
  Variables variables = variables_for(server);
  variables.emplace_back("REDIS_CLUSTER_ENABLED=true");
  const auto report = DoctorTrial().json(variables, 69);

  CHECK(check_named(report, "cluster")["status"] == "failed");
  CHECK_THAT(check_named(report, "cluster")["fix"], contains("REDIS_CLUSTER_ENABLED"));
}
