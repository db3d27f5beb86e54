// What `redisconf diff` finds, and how risky it says that is.
#include "compare/comparer.h"

#include <algorithm>

#include "comparison.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;

namespace {

std::string shared_with(const std::string& top, const std::string& production) {
  return "redisconf: 1\n" + top +
         "environments:\n"
         "  development:\n"
         "    connection: {host: localhost}\n"
         "  production:\n"
         "    strict: true\n"
         "    connection: {host: {env: REDIS_HOST}, password: {secret: redis-password}}\n" +
         production;
}

const std::string kPlain = shared_with("", "");

std::vector<std::string> hashes(Comparison& comparison) {
  std::vector<std::string> found;
  for (const compare::Change& change : comparison.changes()) found.push_back(change.hash);
  return found;
}

}  // namespace

TEST_CASE("the same schema twice is no change") {
  CHECK(service_difference("", "") == "");
  CHECK(service_difference("settings: {timeouts: {command: 1s}}\n",
                           "# moved\nsettings:\n  timeouts: {command: 1000ms}\n") == "");
}

TEST_CASE("a value counts, not the layer that says it") {
  CHECK(shared_difference(shared_with("defaults: {pool: {connections: 16}}\n", ""),
                          shared_with("", "    pool: {connections: 16}\n")) ==
        "low pool.connections: 16 -> 8 in demo.development\n");
}

TEST_CASE("one class lower where the environment is not strict") {
  CHECK(service_difference("", "settings: {timeouts: {command: 1s}}\n") ==
        "medium timeouts.command: 500ms -> 1s in demo.production\n"
        "low timeouts.command: 500ms -> 1s in demo.development\n");
}

TEST_CASE("a password is shown as a reference alone") {
  CHECK(shared_difference(
            kPlain, shared_with("", "    tls: {certificate: {secret: client-cert}, key: {secret: k}}\n")) ==
        "critical tls.key: (absent) -> {secret: k} in demo.production\n"
        "high tls.certificate: (absent) -> {secret: client-cert} in demo.production\n");
}

TEST_CASE("weaker TLS in a strict environment is critical, and so is its excuse") {
  const std::string weak = shared_with("", "    tls: {verify: ca, because: soon}\n");
  const std::string weaker = shared_with("", "    tls: {verify: none, because: later}\n");
  CHECK(shared_difference(kPlain, weak) ==
        "critical tls.verify: full -> ca in demo.production\n"
        "critical tls.because: (absent) -> soon in demo.production\n");
  CHECK(shared_difference(weak, weaker) ==
        "critical tls.verify: ca -> none in demo.production\n"
        "low tls.because: soon -> later in demo.production\n");
  CHECK(shared_difference(weaker, kPlain) ==
        "high tls.verify: none -> full in demo.production\n"
        "low tls.because: later -> (absent) in demo.production\n");
  CHECK(shared_difference(kPlain, shared_with("", "    tls: {enabled: false, because: soon}\n")) ==
        "critical tls.enabled: true -> false in demo.production\n"
        "critical tls.because: (absent) -> soon in demo.production\n");
}

TEST_CASE("a variable that a process now stops without") {
  CHECK(service_difference("", "settings: {timeouts: {health: {env: HEALTH}}}\n") ==
        "high timeouts.health: 2s -> {env: HEALTH} in demo.production\n"
        "medium timeouts.health: 2s -> {env: HEALTH} in demo.development\n");
  CHECK(service_difference("", "settings: {timeouts: {health: {env: HEALTH, default: 2s}}}\n") ==
        "low timeouts.health: 2s -> {env: HEALTH, default: 2s} in demo.development, demo.production\n");
}

TEST_CASE("an environment is strict no more") {
  const std::string relaxed =
      "redisconf: 1\nenvironments:\n  development:\n    connection: {host: localhost}\n"
      "  production:\n"
      "    connection: {host: {env: REDIS_HOST}, password: {secret: redis-password}}\n";
  const std::string lines = shared_difference(kPlain, relaxed);
  CHECK_THAT(lines, redisconf::test::contains(
                        "critical environments.production: strict -> not strict in production\n"));
  CHECK_THAT(lines, redisconf::test::contains("critical tls.enabled: true -> false in demo.production\n"));
  CHECK_THAT(shared_difference(relaxed, kPlain),
             redisconf::test::contains("high environments.production: not strict -> strict in production\n"));
}

TEST_CASE("environments come and go") {
  const std::string more = kPlain + "  staging: {extends: production}\n";
  CHECK(shared_difference(kPlain, more) == "medium environments.staging: (absent) -> strict in staging\n");
  CHECK(shared_difference(more, kPlain) == "critical environments.staging: strict -> (absent) in staging\n");
  const std::string weak = kPlain +
                           "  staging:\n"
                           "    extends: production\n"
                           "    tls: {verify: none, because: soon}\n";
  CHECK(shared_difference(kPlain, weak) ==
        "critical tls.verify: (absent) -> none in demo.staging\n"
        "critical tls.because: (absent) -> soon in demo.staging\n"
        "medium environments.staging: (absent) -> strict in staging\n");
}

TEST_CASE("how an environment is found") {
  CHECK(shared_difference(kPlain, shared_with("environment: {variables: [ENVIRONMENT, APP_ENV]}\n", "")) ==
        "high environment.variables: [ENVIRONMENT] -> [ENVIRONMENT, APP_ENV]\n");
  CHECK(shared_difference(kPlain, shared_with("environment: {variables: [APP_ENV]}\n", "")) ==
        "critical environment.variables: [ENVIRONMENT] -> [APP_ENV]\n");
  const std::string to_production = shared_with("environment: {aliases: {live: production}}\n", "");
  CHECK(shared_difference(kPlain, to_production) ==
        "medium environment.aliases.live: (absent) -> production\n");
  CHECK(shared_difference(to_production, kPlain) ==
        "high environment.aliases.live: production -> (absent)\n");
  CHECK(shared_difference(to_production, shared_with("environment: {aliases: {live: development}}\n", "")) ==
        "critical environment.aliases.live: production -> development\n");
  CHECK(shared_difference(kPlain, shared_with("", "    default: true\n")) ==
        "critical environment.default: (absent) -> production\n");
}

TEST_CASE("another key prefix loses all keys") {
  CHECK(service_difference("", "key_prefix: \"other:\"\n") ==
        "critical key_prefix: \"demo:\" -> \"other:\" in demo\n");
  CHECK(service_difference("", "key_prefix: \"demo:\"\n") == "");
}

TEST_CASE("caches") {
  const std::string cache = "caches: {a: {ttl: 30m}}\n";
  CHECK(service_difference("", cache) == "low caches.a: (absent) -> declared in demo\n");
  CHECK(service_difference(cache, "") == "low caches.a: declared -> (absent) in demo\n");
  CHECK(service_difference(cache, "caches: {a: {ttl: 1h}}\n") == "medium caches.a.ttl: 30m -> 1h in demo\n");
  CHECK(service_difference(cache, "caches: {a: {ttl: none}}\n") ==
        "high caches.a.ttl: 30m -> none in demo\n");
  CHECK(service_difference(cache, "caches: {a: {ttl: 30m, fallback: memory}}\n") ==
        "high caches.a.fallback: as the environment says -> memory in demo\n");
  CHECK(service_difference(cache, "caches: {a: {ttl: 30m, fallback: none}}\n") ==
        "medium caches.a.fallback: as the environment says -> none in demo\n");
  CHECK(service_difference(cache, "caches: {a: {ttl: 30m, fallback: open}}\n") ==
        "medium caches.a.fallback: as the environment says -> open in demo\n");
  CHECK(service_difference(cache, "caches: {a: {ttl: 30m, ttl_jitter: 10}}\n") ==
        "low caches.a.ttl_jitter: 5 -> 10 in demo\n");
  CHECK(service_difference(cache, "caches: {a: {ttl: 30m, near_cache: true}}\n") ==
        "medium caches.a.near_cache: false -> true in demo\n");
}

TEST_CASE("channels") {
  const std::string channel = "channels: {a: {spool: 64MiB}}\n";
  CHECK(service_difference("", channel) == "low channels.a: (absent) -> declared in demo\n");
  CHECK(service_difference(channel, "") == "high channels.a: declared -> (absent) in demo\n");
  CHECK(service_difference(channel, "channels: {a: {spool: none}}\n") ==
        "high channels.a.spool: 64MiB -> none in demo\n");
  CHECK(service_difference(channel, "channels: {a: {spool: 65MiB}}\n") ==
        "low channels.a.spool: 64MiB -> 65MiB in demo\n");
  const auto with = [&](const std::string& members) {
    return service_difference(channel, "channels: {a: {spool: 64MiB, " + members + "}}\n");
  };
  CHECK(with("fsync: never, when_full: block, directory: /srv, max_length: 10") ==
        "high channels.a.directory: \"/var/lib/redisconf\" -> \"/srv\" in demo\n"
        "high channels.a.fsync: always -> never in demo\n"
        "high channels.a.max_length: none -> 10 in demo\n"
        "high channels.a.when_full: refuse -> block in demo\n");
  CHECK(with("kind: pubsub, group_commit: 2ms, sync_interval: 2s") ==
        "high channels.a.kind: stream -> pubsub in demo\n"
        "medium channels.a.sync_interval: 1s -> 2s in demo\n"
        "low channels.a.group_commit: 1ms -> 2ms in demo\n");
}

TEST_CASE("queues") {
  const std::string queue = "queues: {a: {priorities: 2, max_attempts: 3, lease: 8s, retention: 1d}}\n";
  const auto against = [&queue](const std::string& members) {
    return service_difference(queue, "queues: {a: {" + members + "}}\n");
  };
  CHECK(service_difference(queue, "") == "high queues.a: declared -> (absent) in demo\n");
  CHECK(against("priorities: 1, max_attempts: 2, lease: 4s, retention: 12h") ==
        "high queues.a.lease: 8s -> 4s in demo\n"
        "high queues.a.priorities: 2 -> 1 in demo\n"
        "medium queues.a.max_attempts: 3 -> 2 in demo\n"
        "low queues.a.retention: 1d -> 12h in demo\n");
  CHECK(against("priorities: 3, max_attempts: 4, lease: 9s, retention: 2d") ==
        "medium queues.a.lease: 8s -> 9s in demo\n"
        "medium queues.a.priorities: 2 -> 3 in demo\n"
        "medium queues.a.retention: 1d -> 2d in demo\n"
        "low queues.a.max_attempts: 3 -> 4 in demo\n");
}

TEST_CASE("custom settings") {
  const std::string custom = "custom: {tries: {type: integer, default: 5, min: 1, max: 9}}\n";
  CHECK(service_difference("", custom) ==
        "low custom.tries: (absent) -> 5 in demo.development, demo.production\n");
  CHECK(service_difference(custom, "") ==
        "low custom.tries: 5 -> (absent) in demo.development, demo.production\n");
  CHECK(service_difference(custom, custom + "environments: {production: {custom: {tries: 6}}}\n") ==
        "medium custom.tries: 5 -> 6 in demo.production\n");
  CHECK(service_difference(custom, "custom: {tries: {type: integer, default: 5, min: 1, max: 8}}\n") ==
        "medium custom.tries accepts: a whole number from 1 to 9 -> a whole number from 1 to 8 in demo\n");
  CHECK(service_difference("", "custom: {tries: {type: integer, min: 1, max: 9}}\n") ==
        "high custom.tries: (absent) -> {env: DEMO_TRIES} in demo.production\n"
        "medium custom.tries: (absent) -> {env: DEMO_TRIES} in demo.development\n");
}

TEST_CASE("a service that sets itself apart") {
  CHECK(service_difference("",
                           "environments:\n  production:\n    diverges: own cluster\n"
                           "    connection: {port: 7000}\n") ==
        "critical connection.port: 6379 -> 7000 in demo.production\n"
        "high diverges: (absent) -> \"own cluster\" in demo.production\n");
}

TEST_CASE("services come and go") {
  const std::string other = "redisconf: 1\nservice: other\n";
  Comparison added;
  added.before(kSharedSchema, {{"demo", std::string(kService)}});
  added.after(kSharedSchema, {{"demo", std::string(kService)}, {"other", other}});
  CHECK(added.lines() == "low service: (absent) -> declared in other\n");
  Comparison removed;
  removed.before(kSharedSchema, {{"demo", std::string(kService)}, {"other", other}});
  removed.after(kSharedSchema, {{"demo", std::string(kService)}});
  CHECK(removed.lines() == "high service: declared -> (absent) in other\n");
}

TEST_CASE("what is new is told once, but for what weakens it") {
  Comparison comparison;
  comparison.after(shared_with("", "    tls: {verify: ca, because: soon}\n"),
                   {{"demo", std::string(kService)}});
  CHECK(comparison.lines() ==
        "critical tls.verify: (absent) -> ca in demo.production\n"
        "critical tls.because: (absent) -> soon in demo.production\n"
        "medium environments.development: (absent) -> not strict in development\n"
        "medium environments.production: (absent) -> strict in production\n"
        "low service: (absent) -> declared in demo\n");
}

TEST_CASE("one change of a default is one entry, and its hash knows all that it reaches") {
  const auto services = [](std::size_t count) {
    Comparison::Services all;
    for (std::size_t index = 0; index < count; ++index) {
      const std::string name = "s" + std::to_string(10 + index);
      all.emplace_back(name, "redisconf: 1\nservice: " + name + '\n');
    }
    return all;
  };
  const std::string wider = shared_with("", "    pool: {connections: 16}\n");
  Comparison thirty;
  thirty.before(kPlain, services(30));
  thirty.after(wider, services(30));
  CHECK(thirty.lines() ==
        "medium pool.connections: 8 -> 16 in s10.production, s11.production, s12.production, "
        "s13.production and 26 more\n");
  Comparison more;
  more.before(kPlain, services(31));
  more.after(wider, services(31));
  CHECK(hashes(thirty) == hashes(thirty));
  CHECK(hashes(thirty) != hashes(more));
}

TEST_CASE("a hash is the same on every machine") {
  Comparison comparison;
  comparison.before(kPlain, {{"demo", std::string(kService)}});
  comparison.after(shared_with("", "    pool: {connections: 16}\n"), {{"demo", std::string(kService)}});
  CHECK(hashes(comparison) == std::vector<std::string>{"2253559b193cc518"});
}

TEST_CASE("a hash tells values and places apart") {
  compare::Change change;
  change.subject = "pool.connections";
  change.before = "4";
  change.after = "8";
  change.hits = {{.service = "a", .environment = "b"}};
  const std::string plain = compare::change_hash(change);
  std::vector<std::string> others;
  const auto add = [&](const auto& alter) {
    compare::Change other = change;
    alter(other);
    others.push_back(compare::change_hash(other));
  };
  add([](compare::Change& other) { other.kind = compare::ChangeKind::resource; });
  add([](compare::Change& other) { other.subject = "pool.connection"; });
  add([](compare::Change& other) { other.before.reset(); });
  add([](compare::Change& other) { other.before = "48"; });
  add([](compare::Change& other) { other.after = "9"; });
  add([](compare::Change& other) { other.risk = redisconf::Risk::high; });
  add([](compare::Change& other) { other.hits.front().service = "ab"; });
  add([](compare::Change& other) { other.hits.front() = {.service = "ab", .environment = ""}; });
  add([](compare::Change& other) { other.hits.push_back({.service = "a", .environment = "c"}); });
  others.push_back(plain);
  std::ranges::sort(others);
  CHECK(std::ranges::adjacent_find(others) == others.end());
}
