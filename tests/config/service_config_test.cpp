// What a wrapper gives a service.
#include <redisconf/config/resources.h>
#include <redisconf/config/service_config.h>

#include "support.h"

#include <chrono>
#include <optional>
#include <utility>

using redisconf::Inputs;
using redisconf::SpoolSync;
using redisconf::generated::CacheFallback;
using redisconf::generated::CustomType;
using redisconf::generated::literal;
using redisconf::test::production_inputs;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

TEST_CASE("a configuration knows its service and environment", "[service-config]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, production_inputs());
  CHECK(std::string(config.service()) == "shop");
  CHECK(std::string(config.environment()) == "production");
  CHECK(std::string(config.key_prefix()) == "shop:");
  CHECK(config.strict());
  CHECK_FALSE(TestConfig::load(schema, Inputs::from({})).strict());
}

TEST_CASE("copies share one state and outlive each other", "[service-config]") {
  TestSchema schema;
  auto first = std::optional(TestConfig::load(schema, production_inputs()));
  TestConfig second = *first;
  CHECK(&first->connection() == &second.connection());
  first.reset();
  CHECK(second.connection().host == "redis.example");
  CHECK(std::string(second.origin("connection.host")) == "REDIS_HOST");

  TestConfig third = TestConfig::load(schema, Inputs::from({}));
  third = second;
  CHECK(&third.connection() == &second.connection());
  TestConfig& same = third;
  third = same;
  CHECK(third.connection().host == "redis.example");
  const TestConfig fourth = std::move(third);
  CHECK(fourth.connection().password.reveal() == "correct horse battery staple");
}

TEST_CASE("a configuration does not change with the inputs it came from", "[service-config]") {
  TestSchema schema;
  Inputs inputs = Inputs::from({{"REDIS_HOST", "one.example"}});
  const auto config = TestConfig::load(schema, inputs);
  inputs.set("REDIS_HOST", "two.example");
  CHECK(config.connection().host == "one.example");
}

TEST_CASE("a cache is told what its schema says of it", "[service-config]") {
  TestSchema schema;
  schema.caches = {{"plain", 1000, CacheFallback::none},
                   {"told",
                    1000,
                    CacheFallback::open,
                    {.ttl_jitter = 10,
                     .memory_size = 1 << 20,
                     .memory_entries = 7,
                     .dirty_log = 8,
                     .stale_if_error_ms = 9,
                     .soft_timeout_ms = 10,
                     .negative_ttl_ms = 11,
                     .lock_timeout_ms = 0,
                     .early_refresh = 80,
                     .near_cache = 1}}};
  const auto config = TestConfig::load(schema, Inputs::from({}));
  CHECK(config.cache(0).ttl_jitter == 5);
  CHECK(config.cache(0).lock_timeout == std::chrono::seconds(5));
  const redisconf::CacheSettings& told = config.cache(1);
  CHECK(told.fallback == redisconf::CacheFallback::open);
  CHECK(told.ttl_jitter == 10);
  CHECK(told.memory_bytes == 1 << 20);
  CHECK(told.memory_entries == 7);
  CHECK(told.dirty_log_entries == 8);
  CHECK(told.stale_if_error == std::chrono::milliseconds(9));
  CHECK(told.soft_timeout == std::chrono::milliseconds(10));
  CHECK(told.negative_ttl == std::chrono::milliseconds(11));
  CHECK(told.lock_timeout == std::chrono::milliseconds(0));
  CHECK(told.early_refresh == 80);
  CHECK(told.near_cache);
}

TEST_CASE("declared resources come with their keys", "[service-config]") {
  TestSchema schema;
  schema.caches = {{"sessions", 1'800'000, CacheFallback::none},
                   {"prices", 0, CacheFallback::environment},
                   {"stock", 1000, CacheFallback::memory}};
  schema.channels = {{"events", 1 << 20}};
  schema.queues = {{"reports", 3, 5, 8000, 60'000}};
  schema.set_relaxed("fallback.mode", literal("memory"));
  const auto config = TestConfig::load(schema, Inputs::from({}));

  CHECK(config.cache(0).name == "sessions");
  CHECK(config.cache(0).key_prefix == "shop:sessions:");
  CHECK(config.cache(0).time_to_live == std::chrono::minutes(30));
  CHECK(config.cache(0).fallback == redisconf::CacheFallback::none);
  CHECK(config.cache(1).time_to_live == std::chrono::milliseconds(0));
  CHECK(config.cache(1).fallback == redisconf::CacheFallback::memory);
  CHECK(config.cache(2).fallback == redisconf::CacheFallback::memory);
  CHECK(config.channel(0).key == "shop:events");
  CHECK(config.channel(0).spool_bytes == 1 << 20);
  CHECK(config.channel(0).directory == "/var/lib/redisconf/shop/events");
  CHECK(config.channel(0).sync == SpoolSync::always);
  CHECK(config.queue(0).key_prefix == "{shop:reports}:");
  CHECK(config.queue(0).priorities == 3);
  CHECK(config.queue(0).max_attempts == 5);
  CHECK(config.queue(0).lease == std::chrono::seconds(8));
  CHECK(config.queue(0).retention == std::chrono::minutes(1));
}

TEST_CASE("a service's own settings are read by position", "[service-config]") {
  TestSchema schema;
  schema.customs = {{"custom.attempts", CustomType::integer, 1, 20, "", "SHOP_ATTEMPTS"},
                    {"custom.greeting", CustomType::text, 0, 0, "", "SHOP_GREETING"},
                    {"custom.pause", CustomType::duration, 1, 60'000, "", "SHOP_PAUSE"},
                    {"custom.mode", CustomType::choice, 0, 0, "fast|exact", "SHOP_MODE"},
                    {"custom.loud", CustomType::boolean, 0, 0, "", "SHOP_LOUD"}};
  schema.shared = {{"custom.attempts", literal("5"), "schema/services/shop.yaml custom.attempts"},
                   {"custom.greeting", literal("hello"), "schema/services/shop.yaml custom.greeting"},
                   {"custom.pause", literal("2s"), "schema/services/shop.yaml custom.pause"},
                   {"custom.mode", literal("exact"), "schema/services/shop.yaml custom.mode"},
                   {"custom.loud", literal("true"), "schema/services/shop.yaml custom.loud"}};
  const auto config = TestConfig::load(schema, Inputs::from({{"SHOP_ATTEMPTS", "7"}}));
  CHECK(config.custom_number(0) == 7);
  CHECK(std::string(config.custom_text(1)) == "hello");
  CHECK(config.custom_number(2) == 2000);
  CHECK(config.custom_number(3) == 1);
  CHECK(config.custom_number(4) == 1);
  CHECK(std::string(config.origin("custom.attempts")) == "SHOP_ATTEMPTS");
}

TEST_CASE("a Duration becomes any duration that can hold it", "[service-config]") {
  constexpr redisconf::Duration kPause{90'000};
  constexpr std::chrono::milliseconds kMilliseconds = kPause;
  static_assert(kMilliseconds == std::chrono::seconds(90));
  static_assert(std::chrono::nanoseconds(kPause) == std::chrono::seconds(90));
  static_assert(std::chrono::minutes(kPause).count() == 1);
  CHECK(std::chrono::duration<int, std::deci>(kPause).count() == 900);
}

TEST_CASE("the runtime knows which generated code it works with", "[service-config]") {
  STATIC_REQUIRE(redisconf::supports_generated_interface(redisconf::kOldestGeneratedInterface));
  STATIC_REQUIRE(redisconf::supports_generated_interface(redisconf::kNewestGeneratedInterface));
  STATIC_REQUIRE_FALSE(redisconf::supports_generated_interface(redisconf::kOldestGeneratedInterface - 1));
  STATIC_REQUIRE_FALSE(redisconf::supports_generated_interface(redisconf::kNewestGeneratedInterface + 1));
}

TEST_CASE("a service's own settings have an origin too", "[service-config]") {
  TestSchema schema;
  schema.customs = {{"custom.first", redisconf::generated::CustomType::integer, 0, 9, "", "SHOP_FIRST"},
                    {"custom.second", redisconf::generated::CustomType::integer, 0, 9, "", "SHOP_SECOND"}};
  schema.shared = {
      {"custom.first", redisconf::generated::literal("1"), "schema/services/shop.yaml custom.first"},
      {"custom.second", redisconf::generated::literal("2"), "schema/services/shop.yaml custom.second"}};
  const auto config = TestConfig::load(schema, Inputs::from({{"SHOP_SECOND", "3"}}));
  CHECK(std::string(config.origin("custom.first")) == "schema/services/shop.yaml custom.first");
  CHECK(std::string(config.origin("custom.second")) == "SHOP_SECOND");
  CHECK(config.origin("custom.third") == nullptr);
}
