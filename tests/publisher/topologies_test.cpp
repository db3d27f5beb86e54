// A publisher behind Sentinels and on a cluster, over a failover: what Redis and the spool have is all there,
// in order.
#include "client/support/topologies.h"
#include "publisher/trial_channel.h"
#include "support/catch.h"
#include "support/eventually.h"

#include <redisconf/client/info.h>
#include <redisconf/publisher/publisher.h>
#include <redisconf/testing/cluster_setup.h>
#include <redisconf/testing/sentinel_setup.h>
#include <redisconf/testing/temporary_directory.h>

#include <string>
#include <vector>

using namespace redisconf;
using namespace redisconf::test;
using namespace std::chrono_literals;
using testing::ClusterSetup;
using testing::RedisServer;
using testing::SentinelSetup;
using testing::TemporaryDirectory;

namespace {

constexpr int kBefore = 200;  // the failover
constexpr int kDuring = 100;
constexpr int kAfter = 50;

// With the patience of impatient_inputs().
Inputs soon_back(Inputs inputs) {
  set_short_retries(inputs);
  for (const char* const name : {"REDIS_TIMEOUTS_COMMAND", "REDIS_TIMEOUTS_HEALTH", "REDIS_TIMEOUTS_RESOLVE",
                                 "REDIS_TIMEOUTS_CONNECT", "REDIS_TIMEOUTS_TLS", "REDIS_TIMEOUTS_STARTUP"})
    inputs.set(name, "2s");
  inputs.set("REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "20ms");
  inputs.set("REDIS_CIRCUIT_BREAKER_MAX_RECOVERY_TIMEOUT", "50ms");
  return inputs;
}

class Numbered {
 public:
  explicit Numbered(Client& client, const ChannelSettings& channel) : publisher_(client, channel) {}

  // Each is promised to be in Redis, or synced on disk.
  void publish(int count) {
    for (int i = 0; i < count; ++i) {
      const std::string text = std::to_string(next_++);
      const Promise promise = publisher_.publish(text);
      CHECK((promise == Promise::in_redis || promise == Promise::on_disk));
      all_.push_back(text);
    }
  }
  [[nodiscard]] bool drained() { return publisher_.drain(Deadline::after(60s)); }
  [[nodiscard]] PublisherStats stats() const { return publisher_.stats(); }
  [[nodiscard]] const std::vector<std::string>& all() const noexcept { return all_; }

 private:
  Publisher publisher_;
  int next_ = 1;
  std::vector<std::string> all_;
};

bool holds(const RedisServer& replica, int messages) {
  return replica.command({"XLEN", "trial:events"}).as_integer() == messages;
}

}  // namespace

TEST_CASE("behind Sentinels a failover loses, doubles and reorders nothing", "[sentinel][redis]") {
  SentinelSetup setup({.failover_timeout = 1s});
  Client client(sentinel_config(soon_back(sentinel_inputs(setup))));
  const TemporaryDirectory folder;
  Numbered messages(client, trial_channel(folder.path() / "spool"));
  messages.publish(kBefore);
  REQUIRE(eventually([&] { return holds(setup.servers()[1], kBefore); }));
  RedisServer& primary = setup.servers().front();
  primary.kill();
  messages.publish(kDuring);
  CHECK(messages.stats().spooled > 0);
  setup.await_failover_from(primary);
  messages.publish(kAfter);
  CHECK(messages.drained());
  messages.publish(1);
  CHECK(messages_in(client) == messages.all());
  CHECK(messages.stats().replayed == messages.stats().spooled);
}

TEST_CASE("on a cluster the failover of the channel's primary loses, doubles and reorders nothing",
          "[cluster][redis]") {
  ClusterSetup cluster({.replicas = 1});
  Client client(TrialConfig(soon_back(cluster_inputs(cluster))));
  const TemporaryDirectory folder;
  Numbered messages(client, trial_channel(folder.path() / "spool"));
  messages.publish(kBefore);
  const int slot =
      static_cast<int>(cluster.nodes().front().command({"CLUSTER", "KEYSLOT", "trial:events"}).as_integer());
  const std::size_t owner = cluster.owner_of(slot);
  const auto primaries = static_cast<std::size_t>(cluster.options().primaries);
  RedisServer& replica = cluster.nodes().at(owner + primaries);
  const auto has_all = [&] {
    const std::string theirs = cluster.nodes().at(owner).command({"INFO", "replication"}).as_string();
    const std::string ours = replica.command({"INFO", "replication"}).as_string();
    return info_number(ours, "master_repl_offset") >= info_number(theirs, "master_repl_offset");
  };
  REQUIRE(eventually(has_all));
  cluster.nodes().at(owner).kill();
  messages.publish(kDuring);
  cluster.await_healthy();
  messages.publish(kAfter);
  CHECK(messages.drained());
  messages.publish(1);
  CHECK(cluster.owner_of(slot) == owner + primaries);
  CHECK(messages_in(client) == messages.all());
}

TEST_CASE("on a cluster a channel may have a hash tag, or none, and memory of producers lies beside it",
          "[cluster][redis]") {
  const ClusterSetup cluster;
  Client client(TrialConfig(cluster_inputs(cluster)));
  const TemporaryDirectory folder;
  for (const char* const key : {"trial:plain", "{trial:tagged}:events", "trial:{open", "{", "trial:close}",
                                "}{", "trial:{}:{none}", "{}"}) {
    CAPTURE(key);
    ChannelSettings channel = trial_channel(folder.path() / "spool");
    channel.key = key;
    Publisher publisher(client, channel);
    CHECK(publisher.publish("a") == Promise::in_redis);
    CHECK(publisher.publish("b") == Promise::in_redis);
    CHECK(client.command({"XLEN", key}).as_integer() == 2);
  }
}
