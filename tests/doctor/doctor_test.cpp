#include "doctor_trial.h"
#include "support/catch.h"

using redisconf::test::contains;
using redisconf::testing::RedisServer;
using namespace redisconf::doctor::test;

TEST_CASE("a server in order: every stage has its time, and all is well", "[doctor][redis]") {
  const RedisServer server({.password = "correct horse", .configuration = {"appendonly yes"}});
  const auto report = DoctorTrial(kQueueService).json(variables_for(server), 0);

  CHECK(report["status"] == "ok");
  CHECK(report["service"] == "demo");
  CHECK(report["environment"] == "development");
  CHECK(report["endpoint"] == ":***@127.0.0.1:" + std::to_string(server.port()) + "/0");
  for (const auto* const name : {"configuration", "resolve", "tcp", "auth", "ping", "role", "version",
                                 "eviction", "persistence", "min-replicas", "clock"}) {
    const auto check = check_named(report, name);
    CHECK(check["status"] == "ok");
    CHECK(check["milliseconds"] >= 0);
  }
  CHECK(check_named(report, "tls")["status"] == "skipped");
  CHECK(check_named(report, "role")["detail"] == "master");
}

TEST_CASE("the report for people has no escape sequences in a pipe, and colour on a terminal",
          "[doctor][redis]") {
  const RedisServer server;
  const DoctorTrial trial;
  const auto piped = trial.run(variables_for(server));
  CHECK(piped.status == 0);
  CHECK_THAT(piped.output, contains("demo in development: 127.0.0.1:") && contains("\n  ok       ping") &&
                               contains("All is well.\n"));
  CHECK(piped.output.find('\x1b') == std::string::npos);

  Variables variables = variables_for(server);
  variables.insert(variables.end(), {"TERM=xterm", "NO_COLOR="});
  const std::string command = std::string(REDISCONF_TOOL) + " doctor demo";
  const auto shown = redisconf::compiler::test::run(
      {{"script", "-qec", command, "/dev/null"}, trial.folder(), variables, {}});
  CHECK_THAT(shown.output, contains("\x1b[32mok"));
}

TEST_CASE("a wrong password fails at AUTH and is never shown", "[doctor][redis]") {
  const RedisServer server({.password = "correct horse"});
  Variables variables = variables_for(server);
  variables.emplace_back("REDIS_PASSWORD=battery-staple");
  for (const auto* const format : {"--json", "--fail-on-warning"}) {
    const auto result = DoctorTrial().run(variables, {format});
    CHECK(result.status == 69);
    CHECK((result.output + result.errors).find("battery-staple") == std::string::npos);
    CHECK((result.output + result.errors).find("correct horse") == std::string::npos);
  }
  const auto report = DoctorTrial().json(variables, 69);
  CHECK(report["status"] == "failed");
  CHECK(check_named(report, "auth")["status"] == "failed");
  CHECK_THAT(check_named(report, "auth")["fix"], contains("REDIS_PASSWORD"));
  CHECK(check_named(report, "tcp")["status"] == "ok");
  CHECK(check_named(report, "ping")["status"] == "skipped");
}

TEST_CASE("a port where nobody listens fails at TCP", "[doctor][redis]") {
  RedisServer server;
  const Variables variables = variables_for(server);
  server.stop();
  const auto report = DoctorTrial().json(variables, 69);

  CHECK(check_named(report, "resolve")["status"] == "ok");
  CHECK(check_named(report, "tcp")["status"] == "failed");
  CHECK_THAT(check_named(report, "tcp")["detail"], contains("refused"));
  CHECK(check_named(report, "tcp").contains("milliseconds"));
}

TEST_CASE("a name that does not exist fails at resolve", "[doctor][redis]") {
  const auto report = DoctorTrial().json({"REDIS_HOST=redis.invalid"}, 69);

  CHECK(check_named(report, "resolve")["status"] == "failed");
  CHECK(check_named(report, "tcp")["status"] == "skipped");
}

TEST_CASE("fault 53: a server that evicts and keeps nothing is unfit for queues", "[doctor][redis]") {
  const RedisServer server({.configuration = {"maxmemory 100mb", "maxmemory-policy allkeys-lru"}});
  const DoctorTrial queues(kQueueService);
  const auto report = queues.json(variables_for(server), 0);

  CHECK(report["status"] == "warning");
  CHECK(check_named(report, "eviction")["status"] == "warning");
  CHECK_THAT(check_named(report, "eviction")["fix"], contains("noeviction"));
  CHECK(check_named(report, "persistence")["status"] == "warning");
  CHECK(queues.run(variables_for(server), {"--fail-on-warning"}).status == 1);
  CHECK(DoctorTrial(kCacheService).run(variables_for(server), {"--fail-on-warning"}).status == 0);
}

TEST_CASE("a replica is named as such, and its master misses min-replicas", "[doctor][redis]") {
  const RedisServer master({.configuration = {"appendonly yes", "repl-diskless-sync-delay 0"}});
  const RedisServer replica({.configuration = {"replicaof 127.0.0.1 " + std::to_string(master.port())}});
  const DoctorTrial trial(kQueueService);
  const auto of_replica = check_named(trial.json(variables_for(replica), 0), "role");
  CHECK(of_replica["status"] == "warning");
  CHECK_THAT(of_replica["detail"], contains("replica"));

  // The master counts a replica once it has asked for its data.
  std::string status;
  for (int attempt = 0; attempt < 200 && status != "warning"; ++attempt) {
    status = check_named(trial.json(variables_for(master), 0), "min-replicas")["status"];
  }
  CHECK(status == "warning");
}

TEST_CASE("what a user may not ask is skipped", "[doctor][redis]") {
  const RedisServer server({.users = {"demo on >secret-of-demo ~* +@all -@dangerous -time"}});
  Variables variables = variables_for(server);
  variables.insert(variables.end(), {"REDIS_USERNAME=demo", "REDIS_PASSWORD=secret-of-demo"});
  const auto report = DoctorTrial().json(variables, 0);

  CHECK(check_named(report, "ping")["status"] == "ok");
  CHECK(check_named(report, "version")["status"] == "skipped");
  CHECK_THAT(check_named(report, "clock")["detail"], contains("NOPERM"));
}

TEST_CASE("a bad configuration is told whole, and exits 78", "[doctor]") {
  const auto report = DoctorTrial().json({"REDIS_HOST=", "REDIS_PORT=many"}, 78);

  CHECK(report["status"] == "failed");
  CHECK(report["checks"].size() == 2);
  CHECK_THAT(report["checks"].dump(), contains("REDIS_HOST") && contains("REDIS_PORT"));
}

TEST_CASE("a bad schema and a missing one are told as by the compiler", "[doctor]") {
  CHECK(DoctorTrial("redisconf: 1\nservice: demo\nsetings: {}\n").run({}).status == 65);
  const auto missing = redisconf::compiler::test::run_tool("/", {"doctor", "demo"});
  CHECK(missing.status == 66);
}

TEST_CASE("wrong usage exits 64 and tells how", "[doctor]") {
  const DoctorTrial trial;
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"doctor"}, {"doctor", "demo", "other"}, {"doctor", "demo", "--jsn"}, {"doctor", "../demo"}}) {
    const auto result = redisconf::compiler::test::run_tool(trial.folder(), arguments);
    CHECK(result.status == 64);
    CHECK_THAT(result.errors, contains("redisconf"));
    CHECK(result.output.empty());
  }
  const auto help = redisconf::compiler::test::run_tool(trial.folder(), {"help", "doctor"});
  CHECK(help.status == 0);
  CHECK_THAT(help.output, contains("Usage: redisconf doctor [OPTION]... SERVICE") && contains("69"));
}
