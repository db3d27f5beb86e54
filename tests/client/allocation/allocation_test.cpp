// Every allocation fails once: on the way to a connection, and in each kind of call.
#include "client/allocation/failing_allocation.h"
#include "client/support/outage.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/script.h>
#include <redisconf/client/subscriber.h>
#include <redisconf/testing/inputs.h>

#include <array>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using redisconf::Client;
using redisconf::Deadline;
using redisconf::RedisError;
using redisconf::Script;
using redisconf::Subscriber;
using redisconf::test::allocations_alive;
using redisconf::test::FailingAllocation;
using redisconf::test::kSecret;
using redisconf::test::open_descriptors;
using redisconf::test::set_short_retries;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

TrialConfig config_for(const RedisServer& server) {
  auto inputs = inputs_for(server, "development");
  set_short_retries(inputs);
  return TrialConfig(inputs);
}

// Whether the use met the failure. What it throws then is one of the two that callers expect.
bool fails_cleanly(long number, const std::function<void()>& use) {
  const FailingAllocation failing(number);
  try {
    use();
  } catch (const std::bad_alloc&) {
  } catch (const RedisError&) {
  }
  return failing.failed();
}

// With the first allocation failing, then the second, until the use does not need so many.
long fail_each(const std::function<void()>& use, const std::function<void()>& check) {
  long number = 1;
  while (fails_cleanly(number, use)) {
    check();
    ++number;
  }
  return number - 1;
}

void connect_and_leave(const TrialConfig& config) {
  Client client = redisconf::connect(config);
  client.set("key", "value");
  static_cast<void>(client.command({"BLPOP", "list", "0.001"}));
}

void check_connecting(const RedisServer& server) {
  const TrialConfig config = config_for(server);
  connect_and_leave(config);
  connect_and_leave(config);
  const std::size_t descriptors = open_descriptors();
  const long alive = allocations_alive();
  const long failures = fail_each([&] { connect_and_leave(config); },
                                  [&] {
                                    if (open_descriptors() > descriptors) FAIL("a descriptor is left");
                                    if (allocations_alive() > alive) FAIL("memory is left");
                                  });
  CHECK(failures > 20);
  connect_and_leave(config);
}

using Use = std::function<void(Client&)>;

bool works(Client& client, const Use& use) {
  const Deadline deadline = Deadline::after(30s);
  while (!deadline.passed()) {
    try {
      use(client);
      return true;
    } catch (const RedisError&) {  // the next dial is not due yet
    }
  }
  return false;
}

void check_calls(const RedisServer& server, const Use& use) {
  Client client(config_for(server));
  use(client);
  use(client);
  REQUIRE(redisconf::test::recovers(client));
  const std::size_t descriptors = open_descriptors();
  int next = 0;
  const long failures = fail_each([&] { use(client); },
                                  [&] {
                                    REQUIRE(redisconf::test::recovers(client));
                                    const std::string tag = std::to_string(++next);
                                    CHECK(client.command({"ECHO", tag}).as_string() == tag);
                                    CHECK(open_descriptors() <= descriptors);
                                  });
  CHECK(failures > 0);
  CHECK(works(client, use));
}

void subscribe_and_hear(Client& client) {
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"news"});
  client.publish("news", "a message of more bytes than a string holds without memory");
  static_cast<void>(subscriber.next(Deadline::after(10s)));
}

}  // namespace

TEST_CASE("fault 75: no memory on the way to a connection", "[client][faults]") {
  check_connecting(RedisServer({.password = kSecret}));
}

TEST_CASE("fault 75: nor under TLS", "[client][faults]") {
  check_connecting(RedisServer({.tls = true, .password = kSecret}));
}

TEST_CASE("fault 75: nor for a certificate that is refused", "[client][faults]") {
  const RedisServer server({.tls = true, .names = {"other.example"}, .password = kSecret});
  const TrialConfig config = config_for(server);
  const auto use = [&config] {
    Client client(config);
    static_cast<void>(client.get("key"));
    throw std::logic_error("accepted");
  };
  CHECK_THROWS_AS(use(), RedisError);
  const std::size_t descriptors = open_descriptors();
  const long failures = fail_each(use, [&] { CHECK(open_descriptors() <= descriptors); });
  CHECK(failures > 20);
  CHECK_THROWS_AS(use(), RedisError);
}

TEST_CASE("fault 75: no memory in the middle of calls", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  const std::string large(100'000, 'x');
  const Script script("return ARGV[1]");
  check_calls(server, [&](Client& client) {
    client.set("key", large);
    static_cast<void>(client.get("key"));
  });
  check_calls(server, [&](Client& client) {
    auto first = client.submit({"GET", "key"});
    auto second = client.submit({"GET", "key"});
    static_cast<void>(second.get());
    static_cast<void>(first.get());
  });
  check_calls(server, [&](Client& client) {
    static_cast<void>(client.pipeline().append({"GET", "key"}).append({"SET", "key", large}).execute());
  });
  check_calls(server, [&](Client& client) {
    auto own = client.dedicated();
    static_cast<void>(own.command({"MULTI"}));
    static_cast<void>(own.command({"GET", "key"}));
    static_cast<void>(own.command({"EXEC"}));
  });
  check_calls(server, [&](Client& client) { static_cast<void>(client.eval(script, {}, {large})); });
  check_calls(server, [&](Client& client) {
    try {
      static_cast<void>(client.command({"LPUSH", "key", large}));  // WRONGTYPE
    } catch (const RedisError&) {
    }
  });
}

TEST_CASE("fault 75: no memory for a subscriber", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  check_calls(server, subscribe_and_hear);
}
