// A cache's bytes in a real Redis, while that answers.
#include "tiered_store.h"
#include "client/support/trial_config.h"
#include "envelope.h"
#include "support/catch.h"

#include <redisconf/testing/redis_server.h>

#include <string>
#include <thread>
#include <vector>

using namespace redisconf;
using namespace redisconf::cache;
using namespace std::chrono_literals;

namespace {

CacheSettings sessions() {
  CacheSettings settings;
  settings.name = "sessions";
  settings.key_prefix = "trial:sessions:";
  settings.time_to_live = 10min;
  return settings;
}

struct Trial {
  testing::RedisServer server{};
  Client client{test::trial_config(server)};
  TieredStore store{client, sessions()};
};

std::string bytes_of(std::optional<StoredValue> value) {
  return value ? std::string(value->value()) : "(nothing)";
}

}  // namespace

TEST_CASE("what is set is there, with its time to live, until it is deleted") {
  Trial trial;
  CHECK_FALSE(trial.store.get("trial:sessions:a").has_value());
  const std::string bytes("\0\r\n\xA1v binary", 12);
  trial.store.set("trial:sessions:a", bytes, 5min);
  const auto value = trial.store.get("trial:sessions:a");
  REQUIRE(value.has_value());
  CHECK(value->value() == bytes);
  CHECK(value->remaining > 4min);
  CHECK(value->remaining <= 5min);
  CHECK_FALSE(value->local);
  CHECK(trial.store.exists("trial:sessions:a"));
  CHECK(trial.store.del("trial:sessions:a"));
  CHECK_FALSE(trial.store.exists("trial:sessions:a"));
  CHECK_FALSE(trial.store.get("trial:sessions:a").has_value());
  CHECK_FALSE(trial.store.del("trial:sessions:a"));
}

TEST_CASE("the settings' time to live is shortened by the jitter, never lengthened") {
  Trial trial;
  trial.store.set("trial:sessions:a", "x");
  const long long left = trial.server.command({"PTTL", "trial:sessions:a"}).as_integer();
  CHECK(left <= 600'000);
  CHECK(left > 560'000);
  trial.store.set("trial:sessions:b", "x", kForEver);
  CHECK(trial.server.command({"PTTL", "trial:sessions:b"}).as_integer() == -1);
  CHECK(trial.store.get("trial:sessions:b")->remaining == kForEver);
}

TEST_CASE("many at once") {
  Trial trial;
  trial.store.set_many(std::vector<StoredItem>{{"trial:sessions:a", "1"}, {"trial:sessions:b", "2"}});
  const std::vector<std::string> keys{"trial:sessions:a", "trial:sessions:none", "trial:sessions:b"};
  const auto values = trial.store.get_many(keys);
  CHECK(bytes_of(values[0]) == "1");
  CHECK(bytes_of(values[1]) == "(nothing)");
  CHECK(bytes_of(values[2]) == "2");
}

TEST_CASE("a time to live is changed in Redis and in the envelope") {
  Trial trial;
  CHECK_FALSE(trial.store.expire("trial:sessions:a", 1min));
  trial.store.set("trial:sessions:a", "x", 5min);
  CHECK(trial.store.expire("trial:sessions:a", 1min));
  CHECK(trial.server.command({"PTTL", "trial:sessions:a"}).as_integer() <= 60'000);
  CHECK(trial.store.get("trial:sessions:a")->remaining <= 1min);
  CHECK(trial.store.expire("trial:sessions:a", kForEver));
  CHECK(trial.server.command({"PTTL", "trial:sessions:a"}).as_integer() == -1);
  CHECK(bytes_of(trial.store.get("trial:sessions:a")) == "x");
}

TEST_CASE("foreign values are misses, and counted") {
  Trial trial;
  CHECK(trial.server.command({"SET", "trial:sessions:a", "plain"}).as_string() == "OK");
  CHECK_FALSE(trial.store.get("trial:sessions:a").has_value());
  CHECK(trial.store.stats().malformed == 1);
  trial.store.set("trial:sessions:a", "ours");
  CHECK(bytes_of(trial.store.get("trial:sessions:a")) == "ours");
}

TEST_CASE("counters") {
  Trial trial;
  CHECK(trial.store.increment("trial:sessions:n") == 1);
  CHECK(trial.store.increment("trial:sessions:n", 41) == 42);
  CHECK(trial.store.increment("trial:sessions:n", -2) == 40);
  CHECK(bytes_of(trial.store.get("trial:sessions:n")) == "40");
  CHECK(trial.store.exists("trial:sessions:n"));
  CHECK(trial.server.command({"PTTL", "trial:sessions:n"}).as_integer() > 560'000);
  CHECK(trial.store.del("trial:sessions:n"));
  CHECK_FALSE(trial.store.exists("trial:sessions:n"));
  CHECK(trial.store.increment("trial:sessions:n") == 1);
  trial.store.set("trial:sessions:v", "value");
  CHECK_THROWS_AS(trial.store.increment("trial:sessions:v"), RedisError);
}

TEST_CASE("an instance whose clock is behind still has the last word") {
  testing::RedisServer server;
  Client client(test::trial_config(server));
  TieredStore first(client, sessions());
  TieredStore second(client, sessions());
  // A version of the far future, as a server with a wrong clock had given it out.
  const std::uint64_t future = static_cast<std::uint64_t>(4'000'000'000'000) << 16U;
  const std::string envelope = pack({EnvelopeKind::value, {future, 7}, 0}, "old");
  CHECK(server.command({"SET", "trial:sessions:a", envelope}).as_string() == "OK");
  first.set("trial:sessions:a", "first");
  CHECK(bytes_of(second.get("trial:sessions:a")) == "first");
  second.set("trial:sessions:a", "second");
  CHECK(bytes_of(first.get("trial:sessions:a")) == "second");
  CHECK(second.del("trial:sessions:a"));
  CHECK_FALSE(first.get("trial:sessions:a").has_value());
}
