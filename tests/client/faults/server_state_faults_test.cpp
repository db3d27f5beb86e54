// A server that answers, and says that it can't.
#include "client/support/outage.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

using redisconf::Client;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Inputs;
using redisconf::RedisError;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::descriptors_come_down_to;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::live_through;
using redisconf::test::open_descriptors;
using redisconf::test::recovers;
using redisconf::test::set_short_retries;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

// A number of INFO; 0 when it does not stand there. `field` is all that stands before it.
long long number_of(const RedisServer& server, std::string_view section, std::string_view line,
                    std::string_view field) {
  const std::string info = server.command({"INFO", section}).as_string();
  const auto start = info.find(line);
  if (start == std::string::npos) return 0;
  const auto found = info.find(field, start);
  if (found == std::string::npos || found > info.find('\n', start)) return 0;
  return std::stoll(info.substr(found + field.size()));
}

// How often the server refused SET before it ran.
long long refused_writes(const RedisServer& server) {
  return number_of(server, "commandstats", "cmdstat_set:", "rejected_calls=");
}

long long times_said(const RedisServer& server, const std::string& code) {
  return number_of(server, "errorstats", "errorstat_" + code + ":", "count=");
}

bool comes_about(const auto& condition) {
  const Deadline deadline = Deadline::after(30s);
  while (!deadline.passed()) {
    if (condition()) return true;
  }
  return false;
}

// A command that waits for as long as `REDIS_RETRY_*` allows here outlasts what the server is busy with.
Inputs patient(const RedisServer& server) {
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_RETRY_MAX_RETRIES", "10");
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "500ms");
  inputs.set("REDIS_RETRY_MAX_BACKOFF", "3s");
  return inputs;
}

// `arrange` makes the server refuse writes with `code`, `mend` ends that. The caller hears it at once,
// the server is not asked again, and the same connection goes on reading.
template <class Arrange, class Mend>
void refuses_writes(RedisServer& server, const char* code, const Arrange& arrange, const Mend& mend) {
  Client client{TrialConfig(inputs_for(server, "development"))};
  client.set("key", "value");
  const long long id = client.command({"CLIENT", "ID"}).as_integer();
  arrange();
  const std::size_t descriptors = open_descriptors();
  const auto error = expect_error(30s, [&] {
    client.set("key", "new");
    return true;
  });
  CHECK(error.category() == ErrorCategory::server);
  CHECK(error.stage() == Stage::command);
  CHECK(error.code() == code);
  CHECK(refused_writes(server) == 1);
  CHECK(client.get("key") == "value");
  CHECK(client.command({"CLIENT", "ID"}).as_integer() == id);
  CHECK(descriptors_come_down_to(descriptors));
  mend();
  client.set("key", "new");
  CHECK(client.get("key") == "new");
}

void set(const RedisServer& server, std::string_view name, std::string_view value) {
  static_cast<void>(server.command({"CONFIG", "SET", name, value}));
}

bool saves(const RedisServer& server, const std::string& status) {
  static_cast<void>(server.command({"BGSAVE", "SCHEDULE"}));
  return comes_about([&] {
    const std::string info = server.command({"INFO", "persistence"}).as_string();
    return info.find("rdb_bgsave_in_progress:0") != std::string::npos &&
           info.find("rdb_last_bgsave_status:" + status) != std::string::npos;
  });
}

RedisError error_of_silence(Client& client, const auto& silence) {
  client.set("key", "value");
  silence();
  const std::size_t descriptors = open_descriptors();
  auto error = expect_error(100ms, [&] { return client.get("key"); });
  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::command);
  CHECK(recovers(client));
  CHECK(comes_about([&] {
    try {
      return client.get("key") == "value";
    } catch (const RedisError&) {
      return false;
    }
  }));
  CHECK(descriptors_come_down_to(descriptors));
  return error;
}

Inputs impatient(const RedisServer& server) {
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "100ms");
  set_short_retries(inputs);
  return inputs;
}

}  // namespace

TEST_CASE("fault 38: LOADING, and the call waits until the server is ready", "[client][faults]") {
  const RedisServer server({.password = kSecret,
                            .configuration = {"enable-debug-command yes", "key-load-delay 1000",
                                              "loading-process-events-interval-bytes 1024"}});
  Client client{TrialConfig(patient(server))};
  Client other{client.config()};
  client.set("key", "value");
  static_cast<void>(other.command({"DEBUG", "POPULATE", "500", "filler", "100"}));
  auto reload = other.submit({"DEBUG", "RELOAD"});
  std::string cause;
  CHECK(comes_about([&] {
    cause = client.ping().cause;
    return !cause.empty();
  }));
  CHECK_THAT(cause, contains("LOADING"));
  CHECK(client.get("key") == "value");
  CHECK(reload.get().as_string() == "OK");
  CHECK(times_said(server, "LOADING") >= 1);
  CHECK(client.ping().connected);
}

TEST_CASE("fault 39: BUSY, and the script that keeps the server busy is left to end", "[client][faults]") {
  const RedisServer server({.password = kSecret, .configuration = {"lua-time-limit 20"}});
  Client client{TrialConfig(patient(server))};
  Client other{client.config()};
  client.set("key", "value");
  auto script = other.submit({"EVAL",
                              "local i = 0 while i < 3e7 do i = i + 1 end "
                              "redis.call('SET', KEYS[1], 'to its end') return 'done'",
                              "1", "script"});
  CHECK(client.get("key") == "value");
  CHECK(script.get().as_string() == "done");
  CHECK(client.get("script") == "to its end");
  CHECK(times_said(server, "BUSY") >= 1);
}

TEST_CASE("fault 42: OOM, writes are refused and reads are not", "[client][faults]") {
  RedisServer server({.password = kSecret});
  refuses_writes(
      server, "OOM", [&] { set(server, "maxmemory", "1"); }, [&] { set(server, "maxmemory", "0"); });
}

TEST_CASE("fault 43: MISCONF, the server can't save", "[client][faults]") {
  RedisServer server({.password = kSecret, .configuration = {"save 3600 1000000"}});
  const auto in_the_way = server.directory() / "dump.rdb";
  refuses_writes(
      server, "MISCONF",
      [&] {
        std::filesystem::create_directory(in_the_way);
        CHECK(saves(server, "err"));
      },
      [&] {
        std::filesystem::remove(in_the_way);
        CHECK(saves(server, "ok"));
      });
}

TEST_CASE("fault 44: NOREPLICAS, no replica is there to take writes too", "[client][faults]") {
  RedisServer server({.password = kSecret});
  refuses_writes(
      server, "NOREPLICAS", [&] { set(server, "min-replicas-to-write", "1"); },
      [&] { set(server, "min-replicas-to-write", "0"); });
}

TEST_CASE("fault 45: with maxclients reached the client backs off", "[client][faults]") {
  const RedisServer server({.password = kSecret, .configuration = {"maxclients 2"}});
  auto inputs = inputs_for(server, "development");
  const TrialConfig config(inputs);
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "1m");
  inputs.set("REDIS_RETRY_MAX_BACKOFF", "1h");
  Client admin{config};
  Client client{TrialConfig(inputs)};
  static_cast<void>(admin.ping());
  {
    Client last{config};
    static_cast<void>(last.ping());
    const auto error = expect_error(30s, [&] { return client.get("key"); });
    CHECK_THAT(error.what(), contains("max number of clients reached"));
    for (int i = 0; i < 200; ++i) {
      CHECK_THAT(expect_error(30s, [&] { return client.get("key"); }).what(),
                 contains("max number of clients reached"));
    }
  }
  const std::string stats = admin.command({"INFO", "stats"}).as_string();
  const std::string field = "rejected_connections:";
  CHECK(std::stoll(stats.substr(stats.find(field) + field.size())) <= 2);
}

TEST_CASE("fault 45: and comes through when there is room", "[client][faults]") {
  const RedisServer server({.password = kSecret, .configuration = {"maxclients 1"}});
  auto inputs = inputs_for(server, "development");
  set_short_retries(inputs);
  Client client{TrialConfig(inputs)};
  auto first = std::make_unique<Client>(TrialConfig(inputs));
  static_cast<void>(first->ping());
  const auto error = live_through(client, 30s, [&] { first.reset(); });
  CHECK_THAT(error.what(), contains("max number of clients reached"));
}

TEST_CASE("fault 46: CLIENT PAUSE holds the replies back", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  Client client{TrialConfig(impatient(server))};
  static_cast<void>(error_of_silence(client, [&] {
    static_cast<void>(server.command({"CLIENT", "PAUSE", "600"}));
  }));
}

TEST_CASE("fault 46: DEBUG SLEEP, and the whole server stands still", "[client][faults]") {
  const RedisServer server({.password = kSecret, .configuration = {"enable-debug-command yes"}});
  Client client{TrialConfig(impatient(server))};
  Client other{TrialConfig(inputs_for(server, "development"))};
  redisconf::Future sleep;
  static_cast<void>(error_of_silence(client, [&] { sleep = other.submit({"DEBUG", "SLEEP", "0.6"}); }));
  CHECK(sleep.get().as_string() == "OK");
}

TEST_CASE("fault 47: CLIENT KILL of idle connections costs no call", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  Client client{TrialConfig(inputs_for(server, "development"))};
  client.set("key", "value");
  const std::size_t descriptors = open_descriptors();
  for (int i = 0; i < 20; ++i) {
    static_cast<void>(server.command({"CLIENT", "KILL", "TYPE", "normal"}));
    CHECK(client.get("key") == "value");
    CHECK(client.increment("once") == i + 1);
  }
  CHECK(descriptors_come_down_to(descriptors));
}

TEST_CASE("fault 47: CLIENT KILL in the middle of a command", "[client][faults]") {
  const RedisServer server({.password = kSecret, .configuration = {"enable-debug-command yes"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_POOL_CONNECTIONS", "1");
  Client client{TrialConfig(inputs)};
  const std::string id = std::to_string(client.command({"CLIENT", "ID"}).as_integer());
  Client other{TrialConfig(inputs)};
  static_cast<void>(other.ping());
  auto sleep = other.submit({"DEBUG", "SLEEP", "0.2"});    // so that all of it waits at the server
  auto kill = other.submit({"CLIENT", "KILL", "ID", id});  // and this runs first: it came first
  auto pushed = client.submit({"LPUSH", "list", "x"});
  CHECK(sleep.get().as_string() == "OK");
  const auto error = expect_error(30s, [&] { return pushed.get(); });
  CHECK(error.category() == ErrorCategory::closed);
  CHECK(error.stage() == Stage::command);
  CHECK_FALSE(error.retry_safe());
  CHECK(kill.get().as_integer() == 1);
  CHECK(client.command({"LLEN", "list"}).as_integer() == 0);
}
