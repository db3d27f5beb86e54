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
  SchemaFolder folder(kSharedSchema,
                      "redisconf: 1\nservice: demo\nkey_prefix: \"d/\"\n"
                      "caches:\n  a: {ttl: 90s, doc: One each., fallback: memory}\n  b: {ttl: none}\n"
                      "channels:\n  c: {spool: 64MiB}\n  d: {spool: none}\n  e: {}\n"
                      "queues:\n  f: {priorities: 3, max_attempts: 7, lease: 30s, retention: 1d}\n  g: {}\n");
  const ServiceSchema service = read(folder);
  CHECK(service.key_prefix == "d/");
  REQUIRE(service.caches.size() == 2);
  CHECK(service.caches[0].time_to_live_ms == 90'000);
  CHECK(service.caches[0].fallback == redisconf::generated::CacheFallback::memory);
  CHECK(service.caches[1].time_to_live_ms == 0);
  CHECK(service.caches[1].fallback == redisconf::generated::CacheFallback::environment);
  REQUIRE(service.channels.size() == 3);
  CHECK(service.channels[0].spool_bytes == 64 * 1024 * 1024);
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
