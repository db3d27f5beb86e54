// Subscribers of Sentinels, warnings about servers, and how soon a client ends.
#include "client/support/topologies.h"

#include <redisconf/client/client.h>

#include <mutex>
#include <string>
#include <vector>

using namespace redisconf;
using namespace redisconf::test;
using namespace std::chrono_literals;
using testing::SentinelSetup;

namespace {

class Ears : public ClientListener {
 public:
  void warned(const WarningEvent& event) override {
    const std::lock_guard lock(mutex_);
    warnings_.push_back(event);
  }
  [[nodiscard]] std::vector<WarningEvent> warnings() const {
    const std::lock_guard lock(mutex_);
    return warnings_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<WarningEvent> warnings_;
};

}  // namespace

// The old primary stays up and keeps the connection: nothing ends it.
TEST_CASE("a subscriber follows a failover by which its connection does not end", "[sentinel][redis]") {
  SentinelSetup setup;
  Client client(sentinel_config(sentinel_inputs(setup)));
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"news"});
  client.publish("news", "before");
  const auto first = subscriber.next(Deadline::after(30s));
  REQUIRE(first);
  CHECK(std::get<Subscriber::Message>(*first).payload == "before");
  const auto& sentinel = setup.sentinels().front();
  static_cast<void>(sentinel.command({"SENTINEL", "FAILOVER", SentinelSetup::master_name()}));

  const auto gap = subscriber.next(Deadline::after(30s));
  REQUIRE(gap);
  CHECK(std::holds_alternative<Subscriber::Gap>(*gap));
  auto& primary = setup.servers()[1];
  CHECK(eventually([&] { return primary.command({"PUBLISH", "news", "after"}).as_integer() == 1; }));
  const auto next = subscriber.next(Deadline::after(30s));
  REQUIRE(next);
  CHECK(std::get<Subscriber::Message>(*next).payload == "after");
}

TEST_CASE("fault 51: a primary without min-replicas-to-write is warned of once, also to who listens late",
          "[faults][redis]") {
  SentinelSetup setup;
  Client client(sentinel_config(sentinel_inputs(setup)));
  const auto early = std::make_shared<Ears>();
  client.add_listener(early);
  for (int i = 0; i < 20; ++i) client.set("key", "value");
  const auto late = std::make_shared<Ears>();
  client.add_listener(late);

  for (const auto& ears : {early, late}) {
    REQUIRE(ears->warnings().size() == 1);
    CHECK_THAT(ears->warnings()[0].cause, contains("min-replicas-to-write is 0"));
    CHECK_THAT(ears->warnings()[0].fix, contains("min-replicas-to-write 1"));
    CHECK_THAT(ears->warnings()[0].endpoint, contains(std::to_string(setup.servers()[0].port())));
  }
}

TEST_CASE("no warning where min-replicas-to-write is set, or the user may not ask", "[sentinel][redis]") {
  for (const bool guarded : {true, false}) {
    testing::SentinelOptions options;
    options.users = {"app on >" + std::string(kSecret) + " ~* &* +@all -info"};
    if (guarded) options.configuration = {"min-replicas-to-write 1"};
    SentinelSetup setup(options);
    Inputs inputs = sentinel_inputs(setup);
    if (!guarded) {
      inputs.set("REDIS_USERNAME", "app");
      inputs.set("REDIS_PASSWORD", kSecret);
    }
    Client client(sentinel_config(inputs));
    const auto ears = std::make_shared<Ears>();
    client.add_listener(ears);
    client.set("key", "value");
    CHECK(ears->warnings().empty());
  }
}

// Each look at a frozen Sentinel lasts a second, which fifty ends do not wait for.
TEST_CASE("clients of a Sentinel that does not answer end, and leave nothing behind", "[sentinel][redis]") {
  SentinelSetup setup({.replicas = 0, .sentinels = 1});
  const auto config = sentinel_config(sentinel_inputs(setup));
  const std::size_t descriptors = open_descriptors();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<Client>(config));
    clients.back()->set("key", "value");
  }
  setup.sentinels()[0].freeze();
  std::this_thread::sleep_for(500ms);  // in which each of them looks
  const auto start = Deadline::Clock::now();
  clients.clear();
  const auto took = Deadline::Clock::now() - start;
  setup.sentinels()[0].resume();

  CHECK(descriptors_come_down_to(descriptors));
  std::cout << "fifty clients of a frozen Sentinel end in " << in_milliseconds(took) << " ms\n";
}
