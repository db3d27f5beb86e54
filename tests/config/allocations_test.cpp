// What load() and reading settings ask of the heap.
#include <redisconf/config/resources.h>
#include <redisconf/config/service_config.h>
#include <redisconf/config/settings.h>

#include "support.h"
#include "support/allocations.h"

#include <new>
#include <string>

using redisconf::Inputs;
using redisconf::generated::CacheFallback;
using redisconf::generated::CustomType;
using redisconf::test::allocations_of;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

TestSchema schema_with_everything() {
  TestSchema schema;
  schema.customs = {
      {"custom.greeting", CustomType::text, 0, 0, "", "SHOP_GREETING"},
      {"custom.max_open_orders", CustomType::integer, 1, 100, "", "SHOP_MAX_OPEN_ORDERS"},
  };
  schema.caches = {{"sessions", 1'800'000, CacheFallback::none}};
  schema.channels = {{"orders", 1 << 20}};
  schema.queues = {{"invoices", 3, 5, 8000, 60'000}};
  return schema;
}

// Texts here are too long for the room that a std::string has in itself.
Inputs inputs() {
  return Inputs::from({{"ENVIRONMENT", "production"},
                       {"REDIS_HOST", "redis-master.data.svc.cluster.local"},
                       {"REDIS_USERNAME", "a user whose name is rather long"},
                       {"REDIS_PASSWORD", "correct horse battery staple"},
                       {"SHOP_REDIS_TIMEOUTS_COMMAND", "400ms"},
                       {"SHOP_REDIS_POOL_CONNECTIONS", "16"},
                       {"SHOP_GREETING", "Good morning, what may it be today?"},
                       {"SHOP_MAX_OPEN_ORDERS", "7"}});
}

}  // namespace

TEST_CASE("the counter of allocations counts", "[allocations]") {
  CHECK(allocations_of([] { ::operator delete(::operator new(1)); }) == 1);
  CHECK(allocations_of([] { (void)std::string(100, 'x').size(); }) == 1);
  CHECK(allocations_of([] {}) == 0);
}

TEST_CASE("reading settings allocates nothing", "[allocations]") {
  TestSchema schema = schema_with_everything();
  const TestConfig config = TestConfig::load(schema, inputs());
  std::size_t read = 0;
  const auto count = [&](auto&& call) {
    return allocations_of([&] { read += static_cast<std::size_t>(call()); });
  };
  CHECK(count([&] { return config.connection().host.size(); }) == 0);
  CHECK(count([&] { return config.connection().username.size(); }) == 0);
  CHECK(count([&] { return config.connection().password.reveal().size(); }) == 0);
  CHECK(count([&] { return config.connection().port; }) == 0);
  CHECK(count([&] { return config.tls().enabled; }) == 0);
  CHECK(count([&] { return config.timeouts().command.count(); }) == 0);
  CHECK(count([&] { return config.pool().connections; }) == 0);
  CHECK(count([&] { return config.retry().max_attempts; }) == 0);
  CHECK(count([&] { return config.circuit_breaker().failure_threshold; }) == 0);
  CHECK(count([&] { return config.cluster().enabled; }) == 0);
  CHECK(count([&] { return config.secrets().timeout.count(); }) == 0);
  CHECK(count([&] { return config.fallback().mode; }) == 0);
  CHECK(count([&] { return config.cache(0).key_prefix.size(); }) == 0);
  CHECK(count([&] { return config.channel(0).key.size(); }) == 0);
  CHECK(count([&] { return config.queue(0).key_prefix.size(); }) == 0);
  CHECK(count([&] { return config.custom_number(1); }) == 0);
  CHECK(count([&] { return std::string_view(config.custom_text(0)).size(); }) == 0);
  CHECK(count([&] { return *config.origin("connection.host"); }) == 0);
  CHECK(count([&] { return *config.origin("custom.greeting"); }) == 0);
  CHECK(count([&] { return *config.key_prefix(); }) == 0);
  CHECK(count([&] { return TestConfig(config).strict(); }) == 0);
  CHECK(read > 0);
}

// Not one for each setting: the catalogue has more settings than this.
TEST_CASE("load() allocates little", "[allocations]") {
  TestSchema schema = schema_with_everything();
  const auto& tables = schema.tables();
  const Inputs all = inputs();
  CHECK(allocations_of([&] { (void)TestConfig::load(tables, all); }) <= 20);
}
