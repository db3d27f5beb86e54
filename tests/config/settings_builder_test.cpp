// Settings built in code: the same values, bounds and rules as a schema's.
#include <redisconf/config/settings_builder.h>

#include "support.h"
#include "temporary_folder.h"

#include <redisconf/config/catalogue.h>
#include <redisconf/config/describe.h>
#include <redisconf/config/value.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

using namespace std::chrono_literals;
using redisconf::ConfigurationError;
using redisconf::Inputs;
using redisconf::Problem;
using redisconf::Secret;
using redisconf::ServiceConfig;
using redisconf::SettingsBuilder;
using redisconf::Strict;
using redisconf::test::contains;
using redisconf::test::problem_at;

namespace {

constexpr std::string_view kPassword = "correct horse battery staple";

SettingsBuilder relaxed() {
  SettingsBuilder builder("worker");
  builder.environment("development", Strict::no).connection().host("redis.example");
  return builder;
}

SettingsBuilder production() {
  SettingsBuilder builder("worker");
  builder.environment("production", Strict::yes)
      .connection()
      .host("redis.example")
      .password(Secret(kPassword));
  return builder;
}

std::optional<ConfigurationError> error_of(const SettingsBuilder& builder,
                                           const Inputs& inputs = Inputs::from({})) {
  try {
    static_cast<void>(builder.build(inputs));
  } catch (const ConfigurationError& error) {
    return error;
  }
  return {};
}

std::vector<Problem> problems_of(const SettingsBuilder& builder) {
  const auto error = error_of(builder);
  return error ? error->problems() : std::vector<Problem>{};
}

}  // namespace

TEST_CASE("what code says is what the configuration holds", "[builder]") {
  const ServiceConfig config = SettingsBuilder("mail-worker")
                                   .environment("staging", Strict::yes)
                                   .key_prefix("mail:")
                                   .connection()
                                   .host("redis.example")
                                   .port(6380)
                                   .database(3)
                                   .username("app")
                                   .password(Secret(kPassword))
                                   .client_name("mail-7")
                                   .done()
                                   .tls()
                                   .server_name("redis.internal")
                                   .ca(Secret("authority"))
                                   .done()
                                   .timeouts()
                                   .startup(20s)
                                   .command(250ms)
                                   .done()
                                   .pool()
                                   .connections(8)
                                   .done()
                                   .retry()
                                   .initial_backoff(10ms)
                                   .done()
                                   .circuit_breaker()
                                   .failure_threshold(9)
                                   .done()
                                   .secrets()
                                   .timeout(2s)
                                   .done()
                                   .monitoring()
                                   .health_interval(5s)
                                   .done()
                                   .fallback()
                                   .mode(redisconf::FallbackMode::memory)
                                   .build();

  CHECK(std::string(config.service()) == "mail-worker");
  CHECK(std::string(config.environment()) == "staging");
  CHECK(std::string(config.key_prefix()) == "mail:");
  CHECK(config.strict());
  CHECK(config.connection().host == "redis.example");
  CHECK(config.connection().port == 6380);
  CHECK(config.connection().database == 3);
  CHECK(config.connection().username == "app");
  CHECK(config.connection().password.reveal() == kPassword);
  CHECK(config.connection().client_name == "mail-7");
  CHECK(config.tls().enabled);  // the catalogue's value for strict environments
  CHECK(config.tls().server_name == "redis.internal");
  CHECK(config.tls().ca.reveal() == "authority");
  CHECK(config.timeouts().startup == 20s);
  CHECK(config.timeouts().command == 250ms);
  CHECK(config.pool().connections == 8);
  CHECK(config.retry().initial_backoff == 10ms);
  CHECK(config.circuit_breaker().failure_threshold == 9);
  CHECK(config.secrets().timeout == 2s);
  CHECK(config.monitoring().health_interval == 5s);
  CHECK(config.fallback().mode == redisconf::FallbackMode::memory);
}

TEST_CASE("a later word wins, and booleans are booleans", "[builder]") {
  auto builder = relaxed();
  builder.connection().port(1).port(6390);
  builder.connection().password_named("nowhere").password(Secret(kPassword));
  builder.cluster().enabled(false).enabled(true);

  const ServiceConfig config = builder.build();
  CHECK(config.connection().port == 6390);
  CHECK(config.connection().password.reveal() == kPassword);
  CHECK(config.cluster().enabled);
}

TEST_CASE("origins say code, or catalogue for what code leaves", "[builder]") {
  const ServiceConfig config = production().build();

  CHECK(std::string(config.origin("connection.host")) == "code");
  CHECK(std::string(config.origin("connection.password")) == "code");
  CHECK(std::string(config.origin("connection.port")) == "catalogue");
  CHECK(config.origin("connection.hsot") == nullptr);
}

TEST_CASE("a built configuration describes itself as a loaded one does", "[builder]") {
  const ServiceConfig config = production().build();

  CHECK(summary(config) == "worker in production: :***@redis.example:6379/0, TLS verified by name");
  CHECK_THAT(describe(config), contains("connection.host") && contains("redis.example") && contains("code"));
  const auto info = nlohmann::json::parse(debug_info(config));
  CHECK(info["keyPrefix"] == "worker:");
  CHECK(info["settings"]["connection.password"]["value"] == "***");
  CHECK(info["settings"]["connection.password"]["origin"] == "code");
  CHECK(info["settings"]["connection.host"]["entry"] == "code");
  CHECK(warnings(config).empty());
  CHECK_THAT(summary(config) + describe(config) + debug_info(config), !contains("battery"));
}

TEST_CASE("a configuration outlives its builder and its copies", "[builder]") {
  std::optional<ServiceConfig> copy;
  {
    auto builder = production();
    builder.unverified_because("a reason that is too long to live inside of a short string");
    const ServiceConfig first = builder.build();
    copy = first;
    const ServiceConfig second = builder.build();  // the builder keeps its secrets
    CHECK(second.connection().password.reveal() == kPassword);
  }
  CHECK(std::string(copy->service()) == "worker");
  CHECK(std::string(copy->environment()) == "production");
  CHECK(copy->connection().password.reveal() == kPassword);
  CHECK_THAT(summary(*copy), contains("because: a reason that is too long"));
  CHECK_FALSE(describe(*copy).empty());
}

TEST_CASE("a moved builder builds what it was told", "[builder]") {
  auto first = relaxed();
  SettingsBuilder second("other");
  second = std::move(first);
  CHECK(std::string(second.build().service()) == "worker");
}

TEST_CASE("everything that is wrong is told at once, each with its setting and what to write", "[builder]") {
  SettingsBuilder builder("worker");
  builder.environment("production", Strict::yes)
      .connection()
      .port(70000)
      .client_name("line\nend")
      .done()
      .tls()
      .enabled(false)
      .key(Secret(""))
      .done()
      .timeouts()
      .connect(-1s)
      .health(1h)
      .done()
      .pool()
      .connections(0);

  const auto problems = problems_of(builder);
  for (const char* path :
       {"connection.host", "connection.port", "connection.client_name", "connection.password", "tls.enabled",
        "timeouts.connect", "timeouts.health", "pool.connections"}) {
    INFO(path);
    const Problem problem = problem_at(problems, path);
    CHECK(problem.entry.empty());
    CHECK_FALSE(problem.rule.empty());
    CHECK_THAT(problem.fix, contains("." + std::string(redisconf::group_of(path)) + "()"));
    CHECK_THAT(problem.fix, !contains("schema") && !contains("REDIS_"));
  }
  CHECK(problem_at(problems, "pool.connections").fix ==
        ".pool().connections(...) takes a whole number from 1 to 1024");
  CHECK(std::ranges::count(problems, "tls.key", &Problem::where) >= 1);
}

TEST_CASE("rules between settings hold for code", "[builder]") {
  auto builder = relaxed();
  builder.retry().initial_backoff(10s).max_backoff(1s);
  builder.connection().database(3);
  builder.cluster().enabled(true);
  builder.tls().certificate(Secret("certificate"));

  const auto problems = problems_of(builder);
  CHECK(problem_at(problems, "retry.initial_backoff").rule == "must be at most retry.max_backoff");
  CHECK_THAT(problem_at(problems, "connection.database").rule, contains("cluster"));
  CHECK(std::ranges::count(problems, "tls.certificate", &Problem::where) == 2);  // without TLS, without key
}

TEST_CASE("strict environments are strict in code too", "[builder]") {
  auto builder = production();
  builder.tls().verify(redisconf::TlsVerify::none);
  CHECK_THAT(problem_at(problems_of(builder), "tls.verify").fix, contains(".unverified_because("));

  builder.unverified_because("the server has no certificate yet");
  CHECK(problems_of(builder).empty());

  builder.connection().host("127.0.0.1");
  CHECK_THAT(problem_at(problems_of(builder), "connection.host").fix, contains("ConnectionLoopback::allow"));
  builder.connection().loopback(redisconf::ConnectionLoopback::allow);
  CHECK(problems_of(builder).empty());
}

TEST_CASE("service and environment have to be named, in plain text", "[builder]") {
  auto nameless = SettingsBuilder("");
  nameless.connection().host("redis.example");
  CHECK_THAT(problem_at(problems_of(nameless), "service").fix, contains("SettingsBuilder(\"worker\")"));
  CHECK_THAT(problem_at(problems_of(nameless), "environment").fix, contains(".environment("));

  auto builder = relaxed();
  builder.key_prefix("a\nb").unverified_because("c\rd").environment("e\tf", Strict::no);
  const auto problems = problems_of(builder);
  CHECK(problems.size() == 3);
  CHECK_FALSE(problem_at(problems, "key_prefix").rule.empty());
  CHECK_FALSE(problem_at(problems, "unverified_because").rule.empty());
  CHECK_FALSE(problem_at(problems, "environment").rule.empty());
}

TEST_CASE("a NUL does not cut a value short", "[builder]") {
  auto builder = relaxed();
  builder.connection().client_name(std::string("name\0rest", 9));
  CHECK(problem_at(problems_of(builder), "connection.client_name").rule == "holds a control character");
}

TEST_CASE("no message shows what code gave", "[builder]") {
  auto builder = production();
  builder.connection().host("hunter2 hunter2").username("hunter2\n");
  builder.tls().key(Secret("hunter2-key"));
  const auto error = error_of(builder);
  REQUIRE(error);
  CHECK_THAT(error->what(), !contains("hunter2") && !contains("battery"));
}

TEST_CASE("a secret can be named, and comes from the folder of secrets", "[builder]") {
  const redisconf::test::TemporaryFolder folder;
  auto builder = production();
  builder.connection().password_named("redis-password");
  builder.secrets().directory(folder.path());
  const Problem missing = problem_at(problems_of(builder), "connection.password");
  CHECK(missing.rule == "is the secret redis-password, and no place has it");

  folder.write("redis-password", "from a file\n");
  const ServiceConfig config = builder.build();
  CHECK(config.connection().password.reveal() == "from a file");
  CHECK(std::string(config.origin("connection.password")) == "file redis-password in secrets.directory");
}

TEST_CASE("variables are laid over code where a program asks for it", "[builder]") {
  Inputs inputs = Inputs::from({{"REDIS_POOL_CONNECTIONS", "16"}, {"WORKER_REDIS_PORT", "6390"}});
  const auto builder = production();
  const ServiceConfig config = builder.build(inputs);
  CHECK(config.pool().connections == 16);
  CHECK(std::string(config.origin("pool.connections")) == "REDIS_POOL_CONNECTIONS");
  CHECK(config.connection().port == 6390);
  CHECK(builder.build().pool().connections == 8);

  inputs.set("REDIS_TLS_ENABLED", "false");
  const auto error = error_of(builder, inputs);
  REQUIRE(error);
  CHECK_THAT(problem_at(error->problems(), "REDIS_TLS_ENABLED").rule, contains("locked"));
}

namespace {

// Any setting by its path, as the generated sub-builders give them.
class AnyGroup : public redisconf::GroupBuilder {
 public:
  explicit AnyGroup(SettingsBuilder& builder) : GroupBuilder(builder) {}
  using GroupBuilder::put_choice;
  using GroupBuilder::put_size;
  using GroupBuilder::put_text;
};

}  // namespace

TEST_CASE("each plain setting of the catalogue takes its own standard value", "[builder]") {
  auto builder = relaxed();
  AnyGroup any(builder);
  for (const auto& setting : redisconf::catalogue()) {
    if (!setting.standard.empty()) any.put_text(setting.path.data(), std::string(setting.standard));
  }
  const ServiceConfig config = any.build();
  for (const auto& setting : redisconf::catalogue()) {
    INFO(setting.path);
    if (!setting.standard.empty()) CHECK(std::string(config.origin(setting.path.data())) == "code");
  }
}

TEST_CASE("sizes and choices out of range are refused like other values", "[builder]") {
  auto builder = relaxed();
  AnyGroup any(builder);
  any.put_choice("tls.verify", 99);
  any.put_size("connection.client_name", 1024);
  CHECK(problem_at(problems_of(builder), "tls.verify").fix == ".tls().verify(...) takes full, ca or none");
  any.put_choice("tls.verify", 1);
  CHECK(any.build().connection().client_name == "1KiB");
  any.put_size("connection.client_name", ~std::uint64_t{0});
  CHECK(any.build().connection().client_name == "9223372036854775807B");
}
