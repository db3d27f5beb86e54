// What a service declares for itself, as it is read.
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;

namespace {

ServiceSchema read(SchemaFolder& folder) {
  REQUIRE(folder.report() == "");
  return *folder.load().schemas.front();
}

}  // namespace

TEST_CASE("names that follow from the service's name") {
  SchemaFolder folder(kSharedSchema, "redisconf: 1\nservice: demo\nsummary: Shows things.\n");
  const ServiceSchema service = read(folder);
  CHECK(service.identifier == "demo");
  CHECK(service.variable_prefix == "DEMO_");
  CHECK(service.key_prefix == "demo:");
  CHECK(service.summary == "Shows things.");
}

TEST_CASE("caches, channels and queues") {
  SchemaFolder folder(
      kSharedSchema,
      "redisconf: 1\nservice: demo\nkey_prefix: \"d/\"\n"
      "caches:\n  a: {ttl: 90s, doc: One each., fallback: memory}\n  b: {ttl: none, fallback: open}\n"
      "  c: {ttl: 1h, ttl_jitter: 0, memory_size: 1MiB, memory_entries: 7, dirty_log: 8,\n"
      "      stale_if_error: 2h, soft_timeout: 50ms, negative_ttl: 3s, lock_timeout: none,\n"
      "      early_refresh: 80, near_cache: true}\n  d: {ttl: 1h}\n"
      "channels:\n  c: {spool: 64MiB}\n  d: {spool: none}\n  e: {}\n"
      "queues:\n  f: {priorities: 3, max_attempts: 7, lease: 30s, retention: 1d}\n  g: {}\n");
  const ServiceSchema service = read(folder);
  CHECK(service.key_prefix == "d/");
  REQUIRE(service.caches.size() == 4);
  CHECK(service.caches[0].time_to_live_ms == 90'000);
  CHECK(service.caches[0].fallback == redisconf::generated::CacheFallback::memory);
  CHECK(service.caches[1].time_to_live_ms == 0);
  CHECK(service.caches[1].fallback == redisconf::generated::CacheFallback::open);
  const redisconf::generated::CacheOptions all{0, 1 << 20, 7, 8, 7'200'000, 50, 3000, 0, 80, 1};
  CHECK(service.caches[2].options == all);
  CHECK(service.caches[3].fallback == redisconf::generated::CacheFallback::environment);
  CHECK(service.caches[3].options == redisconf::generated::CacheOptions{});
  REQUIRE(service.channels.size() == 3);
  CHECK(service.channels[0].spool_bytes == 64 * 1024 * 1024);
  CHECK(service.channels[0].options == redisconf::generated::ChannelOptions{});
  CHECK(service.channels[0].directory == "/var/lib/redisconf");
  CHECK(service.channels[1].spool_bytes == 0);
  CHECK(service.channels[2].spool_bytes == 0);
  REQUIRE(service.queues.size() == 2);
  CHECK(service.queues[0].priorities == 3);
  CHECK(service.queues[0].max_attempts == 7);
  CHECK(service.queues[0].lease_ms == 30'000);
  CHECK(service.queues[0].retention_ms == 86'400'000);
  CHECK(service.queues[1].lease_ms == 8000);
}

TEST_CASE("bounds of custom integers") {
  const auto [text, low, high] = GENERATE(table<std::string, std::int64_t, std::int64_t>(
      {{"type: integer", -2147483648LL, 2147483647LL},
       {"type: integer, min: 1", 1, 2147483647LL},
       {"type: integer, min: 3000000000", 3000000000LL, 9223372036854775807LL},
       {"type: integer, max: -3000000000", -9223372036854775807LL - 1, -3000000000LL},
       {"type: duration, min: 1s", 1000, 36500LL * 86'400'000},
       {"type: size, max: 1GiB", 0, 1LL << 30}}));
  SchemaFolder folder(kSharedSchema, "redisconf: 1\nservice: demo\ncustom:\n  x: {" + text + "}\n");
  const ServiceSchema service = read(folder);
  CHECK(service.customs.front().minimum == low);
  CHECK(service.customs.front().maximum == high);
}

TEST_CASE("two services of one namespace are refused") {
  SchemaFolder folder;
  folder.folder().write("schema/services/a-b.yaml", "redisconf: 1\nservice: a-b\n");
  folder.folder().write("schema/services/a_b.yaml", "redisconf: 1\nservice: a_b\n");
  const auto project = load_project(folder.folder().path("schema/redis.yaml"), {});
  REQUIRE(project->diagnostics.sorted().size() == 1);
  CHECK_THAT(project->diagnostics.sorted().front()->message, redisconf::test::contains("same namespace"));
}

TEST_CASE("files that would be overlooked or can be no service are refused") {
  SchemaFolder folder;
  folder.folder().write("schema/services/other.yml", "redisconf: 1\n");
  folder.folder().write("schema/services/Other.yaml", "redisconf: 1\n");
  folder.folder().write("schema/services/README.md", "not a schema\n");
  const auto project = load_project(folder.folder().path("schema/redis.yaml"), {});
  REQUIRE(project->diagnostics.sorted().size() == 2);
  CHECK(project->services.size() == 1);
}

TEST_CASE("a named service is read alone") {
  SchemaFolder folder;
  folder.folder().write("schema/services/broken.yaml", "[");
  CHECK(folder.report() == "");
  CHECK(folder.load().files.size() == 2);
}

TEST_CASE("services named after words of C++ or of the C library are refused") {
  const auto name = GENERATE(as<std::string>{}, "class", "std", "redisconf", "signal");
  SchemaFolder folder;
  folder.folder().write("schema/services/" + name + ".yaml", "redisconf: 1\nservice: " + name + "\n");
  const auto project = load_project(folder.folder().path("schema/redis.yaml"), {name});
  REQUIRE(project->diagnostics.sorted().size() == 1);
  CHECK_THAT(project->diagnostics.sorted().front()->message,
             redisconf::test::contains("service must not be"));
}

TEST_CASE("a file over 256 KiB is refused") {
  SchemaFolder folder(kSharedSchema, std::string(kService) + "#" + std::string(256 * 1024, 'x') + "\n");
  CHECK_THAT(folder.report(),
             redisconf::test::contains("schema/services/demo.yaml: error: is larger than 256 KiB"));
}
