// The doctor before real Sentinels.
#include <redisconf/testing/sentinel_setup.h>

#include <algorithm>

#include "doctor_trial.h"
#include "support/catch.h"

using redisconf::test::contains;
using redisconf::testing::RedisServer;
using redisconf::testing::SentinelSetup;
using namespace redisconf::doctor::test;

namespace {

const std::vector<std::string> kGuarded{"appendonly yes", "min-replicas-to-write 1"};

Variables variables_of(const SentinelSetup& setup) {
  Variables variables{"REDIS_SENTINEL_NODES=" + setup.sentinel_nodes(),
                      "REDIS_SENTINEL_MASTER=" + SentinelSetup::master_name()};
  const auto& options = setup.options();
  if (!options.password.empty()) variables.push_back("REDIS_PASSWORD=" + options.password);
  if (!options.sentinel_password.empty())
    variables.push_back("REDIS_SENTINEL_PASSWORD=" + options.sentinel_password);
  if (!options.tls) return variables;
  variables.emplace_back("REDIS_TLS_ENABLED=true");
  variables.push_back("REDIS_TLS_CA=" + setup.servers().front().authority().certificate());
  return variables;
}

}  // namespace

TEST_CASE("Sentinels in order: each of them, their agreement, the master and its replica",
          "[doctor][redis]") {
  const SentinelSetup setup(
      {.password = "correct horse", .sentinel_password = "battery-staple", .configuration = kGuarded});
  const auto report = DoctorTrial(kQueueService).json(variables_of(setup), 0);

  CHECK(report["status"] == "ok");
  CHECK_THAT(report["endpoint"], contains("sentinel:main"));
  for (const RedisServer& sentinel : setup.sentinels()) {
    for (const auto* const stage : {"tcp", "auth", "ping", "master", "quorum"})
      CHECK(check_of_node(report, "sentinel", sentinel, stage)["status"] == "ok");
    CHECK_THAT(check_of_node(report, "sentinel", sentinel, "quorum")["detail"],
               contains("quorum 2 of 3 Sentinels, 1 replica"));
  }
  CHECK_THAT(check_named(report, "agreement")["detail"],
             contains("3 Sentinels name 127.0.0.1:" + std::to_string(setup.servers()[0].port())));
  CHECK(check_named(report, "count")["status"] == "ok");
  CHECK_THAT(check_named(report, "replicas")["detail"], contains("1 of 1 replica is up"));
  for (const auto* const stage : {"tcp", "auth", "ping", "role", "version", "min-replicas", "clock"})
    CHECK(check_of_node(report, "master", setup.servers()[0], stage)["status"] == "ok");
  CHECK(check_of_node(report, "replica", setup.servers()[1], "link")["status"] == "ok");
  CHECK_THAT(report.dump(), !contains("correct horse") && !contains("battery-staple"));
}

TEST_CASE("Sentinels speak TLS as their servers do, and the master's certificate is shown",
          "[doctor][redis]") {
  const SentinelSetup setup({.replicas = 0, .sentinels = 1, .tls = true, .configuration = kGuarded});
  const auto report = DoctorTrial().json(variables_of(setup), 0);

  CHECK_THAT(check_of_node(report, "sentinel", setup.sentinels()[0], "tls")["detail"], contains("TLSv1."));
  CHECK_THAT(check_of_node(report, "master", setup.servers()[0], "tls")["detail"], contains("TLSv1."));
  CHECK(report.contains("certificate"));
}

TEST_CASE("fault 51: a master of Sentinels without min-replicas-to-write is warned of", "[doctor][redis]") {
  const SentinelSetup setup({.configuration = {"appendonly yes"}});
  const auto report = DoctorTrial().json(variables_of(setup), 0);

  const auto check = check_of_node(report, "master", setup.servers()[0], "min-replicas");
  CHECK(check["status"] == "warning");
  CHECK_THAT(check["fix"], contains("min-replicas-to-write 1"));
  CHECK(DoctorTrial().run(variables_of(setup), {"--fail-on-warning"}).status == 1);
}

TEST_CASE("a Sentinel that is down is a warning with its name, and the quorum is told", "[doctor][redis]") {
  SentinelSetup setup({.configuration = kGuarded});
  setup.sentinels()[0].kill();
  const auto one_down = DoctorTrial().json(variables_of(setup), 0);

  CHECK(one_down["status"] == "warning");
  const auto check = check_of_node(one_down, "sentinel", setup.sentinels()[0], "tcp");
  CHECK(check["status"] == "warning");
  CHECK_THAT(check["fix"], contains("sentinel.nodes"));
  CHECK_THAT(check_named(one_down, "agreement")["detail"], contains("2 Sentinels name"));
  CHECK(check_of_node(one_down, "master", setup.servers()[0], "role")["status"] == "ok");

  setup.sentinels()[1].kill();
  const auto no_quorum = [&] {
    const auto report = DoctorTrial().json(variables_of(setup), 0);
    return check_of_node(report, "sentinel", setup.sentinels()[2], "quorum")["status"] == "warning";
  };
  CHECK(eventually(no_quorum));  // once the last one has missed the others
}

TEST_CASE("a wrong password at the Sentinels is told with its own setting", "[doctor][redis]") {
  const SentinelSetup setup({.replicas = 0, .sentinels = 1, .sentinel_password = "battery-staple"});
  Variables variables = variables_of(setup);
  variables.emplace_back("REDIS_SENTINEL_PASSWORD=wrong-horse");
  const auto report = DoctorTrial().json(variables, 69);

  const auto check = check_of_node(report, "sentinel", setup.sentinels()[0], "auth");
  CHECK(check["status"] == "warning");
  CHECK_THAT(check["fix"], contains("REDIS_SENTINEL_PASSWORD"));
  CHECK(check_named(report, "agreement")["status"] == "failed");
  CHECK_THAT(report.dump(), !contains("battery-staple") && !contains("wrong-horse"));
}

TEST_CASE("a name that the Sentinels do not know fails", "[doctor][redis]") {
  const SentinelSetup setup({.replicas = 0, .sentinels = 1});
  Variables variables = variables_of(setup);
  variables.emplace_back("REDIS_SENTINEL_MASTER=other");
  const auto report = DoctorTrial().json(variables, 69);

  CHECK_THAT(check_of_node(report, "sentinel", setup.sentinels()[0], "master")["detail"],
             contains("\"other\""));
  CHECK(check_named(report, "agreement")["status"] == "failed");
}

TEST_CASE("a master that is down fails, and a replica alone is told", "[doctor][redis]") {
  SentinelSetup setup({.replicas = 0, .sentinels = 1, .configuration = {"appendonly yes"}});
  setup.servers()[0].kill();
  const auto report = DoctorTrial().json(variables_of(setup), 69);

  CHECK(check_of_node(report, "master", setup.servers()[0], "tcp")["status"] == "failed");
  CHECK_THAT(check_named(report, "replicas")["detail"], contains("no failover is possible"));
  CHECK_THAT(check_named(report, "count")["detail"], contains("none of them may fail"));
}

TEST_CASE("the report for people has a heading above each server", "[doctor][redis]") {
  const SentinelSetup setup({.replicas = 0, .sentinels = 1});
  const auto result = DoctorTrial().run(variables_of(setup));
  const auto address = [](const RedisServer& server) { return "127.0.0.1:" + std::to_string(server.port()); };

  CHECK_THAT(result.output,
             contains("\nsentinel " + address(setup.sentinels()[0]) + "\n  ok       resolve") &&
                 contains("\nsentinels\n  ok       agreement") &&
                 contains("\nmaster " + address(setup.servers()[0]) + "\n  ok       resolve"));
}
