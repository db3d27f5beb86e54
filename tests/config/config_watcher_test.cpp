// What the watcher makes of a change.
#include "watched.h"

#include <redisconf/config/catalogue.h>
#include <redisconf/config/describe.h>
#include <redisconf/config/resources.h>

#include <rapidcheck.h>
#include <map>
#include <nlohmann/json.hpp>

using redisconf::FallbackMode;
using redisconf::Inputs;
using redisconf::Subscription;
using redisconf::generated::CacheFallback;
using redisconf::generated::CustomType;
using redisconf::generated::literal;
using redisconf::test::contains;
using redisconf::test::TestConfig;
using redisconf::test::TestWatcher;
using redisconf::test::Watched;
using std::chrono::milliseconds;
using Names = std::vector<std::string>;

TEST_CASE("the first load fails as load() does", "[watcher]") {
  Watched watched;
  watched.folder.write(".env", "REDIS_PORT=none\n");
  CHECK_THROWS_AS(watched.start(), redisconf::ConfigurationError);
}

TEST_CASE("a copy that somebody holds stays as it was", "[watcher]") {
  Watched watched;
  watched.start();
  const TestConfig before = watched.current();
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\nREDIS_PASSWORD=a-new-password\n");
  CHECK(watched.settle());
  CHECK(watched.take_announced() == Names{"connection.password timeouts.command"});
  CHECK(before.timeouts().command.count() == 500);
  CHECK(before.connection().password.empty());
  CHECK(watched.password() == "a-new-password");
}

TEST_CASE("a bad state is told once, and the old one stays", "[watcher]") {
  Watched watched;
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
  watched.start();
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=never\n");
  CHECK_FALSE(watched.settle());
  REQUIRE(watched.problems.size() == 1);
  CHECK_THAT(watched.problems[0], contains("timeouts.command"));
  CHECK(watched.current().timeouts().command.count() == 300);
  CHECK(watched.take_announced().empty());
  CHECK_FALSE(watched.watcher->reload_now());
  CHECK(watched.problems.size() == 1);  // the same report

  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=200ms\n");
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 200);
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=never\n");
  CHECK_FALSE(watched.settle());
  CHECK(watched.problems.size() == 2);  // news again
}

TEST_CASE("a burst is one load, after 100 ms without an event", "[watcher]") {
  Watched watched;
  watched.start();
  CHECK(watched.watcher->poll_timeout() == -1);
  for (const char* const value : {"100ms", "200ms", "300ms"}) {
    watched.folder.write(".env", std::string("REDIS_TIMEOUTS_COMMAND=") + value + "\n");
    CHECK_FALSE(watched.watcher->poll());
    CHECK(watched.watcher->poll_timeout() == 100);
    watched.advance(milliseconds(99));
    CHECK(watched.watcher->poll_timeout() == 1);
    CHECK_FALSE(watched.watcher->poll());
  }
  CHECK(watched.loads == 1);
  watched.advance(milliseconds(1));
  CHECK(watched.watcher->poll_timeout() == 0);
  CHECK(watched.watcher->poll());
  CHECK(watched.loads == 2);
  CHECK(watched.current().timeouts().command.count() == 300);
}

TEST_CASE("a burst without end waits for one second", "[watcher]") {
  Watched watched;
  watched.start();
  int polls = 0;
  do {
    watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=" + std::to_string(++polls) + "ms\n");
    REQUIRE(polls < 100);
    CHECK_FALSE(watched.watcher->poll_timeout() > 100);
    watched.advance(milliseconds(50));
  } while (!watched.watcher->poll());
  CHECK(polls == 21);  // the first event is noticed after 50 ms
  CHECK(watched.loads == 2);
}

TEST_CASE("what needs a restart is told once for each value, and keeps the old one", "[watcher]") {
  Watched watched;
  watched.schema.set_relaxed("pool.connections", literal("8"));
  watched.start();
  watched.folder.write(".env", "REDIS_POOL_CONNECTIONS=16\nREDIS_TIMEOUTS_COMMAND=300ms\n");
  CHECK(watched.settle());
  CHECK(watched.take_announced() == Names{"timeouts.command"});
  CHECK(watched.current().pool().connections == 8);
  CHECK(std::string(watched.current().origin("pool.connections")) ==
        "schema/redis.yaml environments.development");
  CHECK(watched.current().timeouts().command.count() == 300);
  CHECK(watched.restarts ==
        Names{"pool.connections changed (REDIS_POOL_CONNECTIONS in .env); restart to apply it"});
  REQUIRE(watched.watcher->restart_needed().size() == 1);
  CHECK(watched.watcher->restart_needed()[0].path == "pool.connections");

  CHECK_FALSE(watched.watcher->reload_now());
  CHECK(watched.restarts.size() == 1);
  watched.folder.write(".env", "REDIS_POOL_CONNECTIONS=32\nREDIS_TIMEOUTS_COMMAND=300ms\n");
  CHECK_FALSE(watched.settle());
  CHECK(watched.restarts.size() == 2);
  watched.folder.write(".env", "");  // as it was: nothing waits any more
  CHECK(watched.settle());
  CHECK(watched.restarts.size() == 2);
  CHECK(watched.watcher->restart_needed().empty());
}

TEST_CASE("a new password waits with the server that it is for", "[watcher]") {
  Watched watched;
  watched.inputs.unset("REDIS_HOST");
  watched.folder.write(".env", "REDIS_HOST=old.example\nREDIS_PASSWORD=old-password\n");
  watched.start();
  SECTION("another host") {
    watched.folder.write(".env",
                         "REDIS_HOST=new.example\nREDIS_PASSWORD=new-password\nREDIS_RETRY_MAX_ATTEMPTS=3\n");
    CHECK(watched.settle());
    CHECK(watched.take_announced() == Names{"retry.max_attempts"});
    CHECK(watched.restarts ==
          Names{"connection.host changed (REDIS_HOST in .env); restart to apply it",
                "connection.password changed (REDIS_PASSWORD in .env); restart to apply it, "
                "with the server that it is for"});
  }
  SECTION("TLS") {
    watched.folder.write(".env",
                         "REDIS_HOST=old.example\nREDIS_TLS_ENABLED=true\nREDIS_TLS_SERVER_NAME=a.example\n");
    CHECK_FALSE(watched.settle());
    CHECK(watched.restarts.size() == 3);
    CHECK(watched.restarts[0] ==
          "connection.password changed (unset now); restart to apply it, "
          "with the server that it is for");
    CHECK_FALSE(watched.current().tls().enabled);
    CHECK(watched.current().tls().server_name.empty());
  }
  CHECK(watched.current().connection().host == "old.example");
  CHECK(watched.password() == "old-password");
}

TEST_CASE("the service's own settings are live, resources follow the kept fallback", "[watcher]") {
  Watched watched;
  watched.schema.customs = {{"custom.page", CustomType::integer, 1, 100, "", "SHOP_PAGE"}};
  watched.schema.shared = {{"custom.page", literal("10"), "schema/services/shop.yaml custom.page"}};
  watched.schema.caches = {{"sessions", 1000, CacheFallback::environment}};
  watched.start();
  watched.folder.write(".env", "SHOP_PAGE=20\nREDIS_FALLBACK_MODE=memory\n");
  CHECK(watched.settle());
  CHECK(watched.take_announced() == Names{"custom.page"});
  CHECK(watched.current().custom_number(0) == 20);
  CHECK(watched.current().fallback().mode == FallbackMode::none);
  CHECK(watched.current().cache(0).fallback == redisconf::CacheFallback::none);
  CHECK(watched.restarts.size() == 1);
}

TEST_CASE("another environment is another process", "[watcher]") {
  Watched watched;
  const char* environment = "development";
  const auto& tables = watched.schema.tables();
  TestWatcher watcher(
      [&](const Inputs& from) {
        Inputs inputs = from;
        inputs.set("ENVIRONMENT", environment);
        return TestConfig::load(tables, inputs);
      },
      watched.inputs, watched.options);
  environment = "test";
  CHECK_FALSE(watcher.reload_now());
  CHECK_FALSE(watcher.reload_now());
  CHECK(std::string(watcher.current().environment()) == "development");
  CHECK(watched.restarts ==
        Names{"environment changed (schema/redis.yaml environments.test); restart to apply it"});
  CHECK(watcher.restart_needed().size() == 1);
  environment = "nowhere";  // found out before anything else is read
  CHECK_FALSE(watcher.reload_now());
  CHECK(watched.problems.size() == 1);
  environment = "development";
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");  // watched still
  CHECK_FALSE(watcher.poll());
  watched.advance(watched.options.quiet);
  CHECK(watcher.poll());
  CHECK(watcher.restart_needed().empty());
}

TEST_CASE("a secret of a command is asked for again when told, or at an interval", "[watcher]") {
  Watched watched;
  watched.schema.set_relaxed("connection.password", redisconf::generated::secret("redis-password"));
  const std::string answer = watched.folder.write("answer", "first-password");
  watched.inputs.set("REDIS_SECRETS_COMMAND", watched.folder.script("cat " + answer));
  watched.options.reload_interval = std::chrono::minutes(5);
  watched.start();
  CHECK(watched.watcher->poll_timeout() == 300'000);
  watched.folder.write("answer", "second-password");
  CHECK_FALSE(watched.settle());  // no file of the configuration
  CHECK(watched.watcher->reload_now());
  CHECK(watched.password() == "second-password");
  watched.folder.write("answer", "third-password");
  watched.advance(std::chrono::minutes(5) - milliseconds(1));
  CHECK_FALSE(watched.watcher->poll());
  CHECK(watched.watcher->poll_timeout() == 1);
  watched.advance(milliseconds(1));
  CHECK(watched.watcher->poll());
  CHECK(watched.password() == "third-password");
  CHECK(watched.loads == 3);
}

TEST_CASE("subscriptions end with their objects, also within their callback", "[watcher]") {
  Watched watched;
  watched.start();
  Names calls;
  const auto note = [&calls](const char* name) {
    return [&calls, name](const TestConfig&, const Names&) { calls.emplace_back(name); };
  };
  int value = 0;
  const auto change = [&] {
    calls.clear();
    watched.folder.write(".env", "REDIS_RETRY_MAX_ATTEMPTS=" + std::to_string(++value) + "\n");
    CHECK(watched.settle());
    return calls;
  };
  Subscription first = watched.watcher->subscribe(note("first"));
  Subscription second = watched.watcher->subscribe(note("second"));
  Subscription once;
  once = watched.watcher->subscribe([&](const TestConfig& config, const Names&) {
    calls.push_back("once " + std::to_string(config.retry().max_attempts));
    once.reset();
    second = watched.watcher->subscribe(note("third"));
  });
  CHECK(change() == Names{"first", "second", "once 1"});
  CHECK(change() == Names{"first", "third"});
  Subscription moved(std::move(first));
  CHECK(change() == Names{"first", "third"});
  moved = Subscription();
  moved.reset();
  CHECK(change() == Names{"third"});
  watched.watcher.reset();
  second.reset();  // outlives its watcher
}

TEST_CASE("a callback that wants a reload gets it with the next poll", "[watcher]") {
  Watched watched;
  watched.start();
  int calls = 0;
  const Subscription subscription = watched.watcher->subscribe([&](const TestConfig&, const Names&) {
    if (++calls > 1) return;
    watched.folder.write(".env", "REDIS_RETRY_MAX_ATTEMPTS=2\n");
    CHECK_FALSE(watched.watcher->poll());
    CHECK_FALSE(watched.watcher->reload_now());
    CHECK(watched.watcher->restart_needed().empty());
    CHECK(watched.watcher->poll_timeout() == 0);
  });
  watched.folder.write(".env", "REDIS_RETRY_MAX_ATTEMPTS=1\n");
  CHECK(watched.settle());
  CHECK(calls == 1);
  CHECK(watched.current().retry().max_attempts == 1);
  CHECK(watched.watcher->poll_timeout() == 0);
  CHECK(watched.watcher->poll());
  CHECK(calls == 2);
  CHECK(watched.current().retry().max_attempts == 2);
}

namespace {

// Every value of a configuration, secrets too, as variables of one that must load as well.
Inputs as_variables(const TestConfig& config) {
  Inputs inputs = Inputs::from({});
  const auto settings = nlohmann::json::parse(redisconf::debug_info(config))["settings"];
  for (const auto& setting : redisconf::catalogue()) {
    const auto& value = settings[std::string(setting.path)]["value"];
    const std::string variable(setting.variable);
    if (value.is_null()) continue;
    inputs.set(variable.c_str(), value.is_string() ? value.get<std::string>() : value.dump());
  }
  return inputs;
}

}  // namespace

TEST_CASE("what is published keeps the rules, whatever waits for a restart", "[watcher]") {
  const std::map<std::string, Names> choices{{"REDIS_HOST", {"a.example", "b.example", "localhost"}},
                                             {"REDIS_LOOPBACK", {"allow", "refuse"}},
                                             {"REDIS_DATABASE", {"0", "3"}},
                                             {"REDIS_CLUSTER_ENABLED", {"true", "false"}},
                                             {"REDIS_USERNAME", {"app"}},
                                             {"REDIS_PASSWORD", {"password-a", "password-b"}},
                                             {"REDIS_TLS_ENABLED", {"true", "false"}},
                                             {"REDIS_TLS_VERIFY", {"full", "none"}},
                                             {"REDIS_TLS_CA", {"authority"}},
                                             {"REDIS_TLS_CERTIFICATE", {"certificate"}},
                                             {"REDIS_TLS_KEY", {"key"}},
                                             {"REDIS_RETRY_INITIAL_BACKOFF", {"10ms", "5s"}},
                                             {"REDIS_RETRY_MAX_BACKOFF", {"1s", "10s"}}};
  Watched watched;
  watched.inputs.unset("REDIS_HOST");
  watched.start();
  int mixtures = 0;
  const auto& tables = watched.schema.tables();
  const bool holds = rc::check("what is published loads", [&] {
    std::string content;
    for (const auto& [variable, values] : choices) {
      if (*rc::gen::arbitrary<bool>()) content += variable + "=" + *rc::gen::elementOf(values) + "\n";
    }
    watched.folder.write(".env", content);
    (void)watched.watcher->reload_now();
    mixtures += watched.watcher->restart_needed().empty() ? 0 : 1;
    (void)TestConfig::load(tables, as_variables(watched.current()));
  });
  CHECK(holds);
  CHECK(mixtures > 0);
}
