// Nodes that leave a cluster, child processes, and names in certificates: what happens to clients of several
// servers meanwhile.
#include "client/support/sandbox.h"
#include "client/support/topologies.h"
#include "support/in_child.h"
#include "support/sanitizers.h"

#include <redisconf/client/client.h>

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace redisconf;
using namespace redisconf::test;
using namespace std::chrono_literals;
using testing::ClusterSetup;
using testing::RedisServer;
using testing::SentinelSetup;

namespace {

// Gives all slots of one node to another: those with keys as resharding does, the rest at once.
void move_all_slots(const ClusterSetup& cluster, const RedisServer& from, const RedisServer& to,
                    const std::vector<int>& with_keys) {
  static_cast<void>(to.command({"CLUSTER", "BUMPEPOCH"}));  // so that its claims beat the other's
  for (const int slot : with_keys) cluster.move_slot(slot, from, to);
  const std::string target = ClusterSetup::id_of(to);
  const int first = ClusterSetup::kSlots * 2 / 3;
  for (const RedisServer& node : cluster.nodes()) {
    Client client(TrialConfig{trial_inputs(node.host(), node.port())});
    Pipeline pipeline = client.pipeline();
    for (int slot = first; slot < ClusterSetup::kSlots; ++slot)
      pipeline.append({"CLUSTER", "SETSLOT", std::to_string(slot), "NODE", target});
    for (const Reply& reply : pipeline.execute(Deadline::after(30s))) REQUIRE(reply.as_string() == "OK");
  }
}

// Increments its own key until told to stop; counts what it was promised.
struct Counter {
  explicit Counter(std::string name) : key(std::move(name)) {}

  void run(const Inputs& inputs, const std::atomic<bool>& stop) {
    Client client(TrialConfig{inputs});
    while (!stop) {
      try {
        if (client.increment(key) <= promised.load()) ++lost;
        ++promised;
      } catch (const RedisError& error) {
        if (!error.retry_safe()) ++unknown;
      }
    }
    static_cast<void>(eventually([&] {
      try {
        value = std::stoll(client.get(key).value_or("0"));
        return true;
      } catch (const RedisError&) {
        return false;
      }
    }));
  }

  std::string key;
  std::atomic<long long> promised{0};
  int lost = 0;
  int unknown = 0;
  long long value = 0;
};

// The counters' threads; joined also where a check fails.
class Counting {
 public:
  Counting(const Inputs& inputs, const std::vector<std::unique_ptr<Counter>>& counters) {
    for (const auto& counter : counters)
      threads_.emplace_back([this, &inputs, &counter = *counter] { counter.run(inputs, stop_); });
  }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;
  ~Counting() { end(); }

  void end() {
    stop_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  std::atomic<bool> stop_{false};
  std::vector<std::thread> threads_;
};

// Whether no client of these tests has a connection to the server, which says so itself.
bool is_unused(const RedisServer& server) {
  try {
    return server.command({"CLIENT", "LIST"}).as_string().find("name=trial") == std::string::npos;
  } catch (const RedisError&) {
    return false;
  }
}

long long own_id(Client& client) { return client.command({"CLIENT", "ID"}).as_integer(); }

void fork_and_use(const ServiceConfig& config) {
  if (kForbidsThreadsInChild) return not_possible_here(kThreadsInChild);
  Client client(config);
  client.set("key", "value");
  const long long id = own_id(client);
  for (int i = 0; i < 3; ++i) {
    CHECK(holds_in_child([&, key = "child" + std::to_string(i)] {
      client.set(key, "of the child");
      const bool held = client.get(key) == "of the child";
      const Client gone = std::move(client);
      return held;
    }));
  }
  CHECK(own_id(client) == id);
  CHECK(client.get("key") == "value");
}

const std::vector<std::string> kByName{"cluster-announce-hostname localhost",
                                       "cluster-preferred-endpoint-type hostname"};

}  // namespace

TEST_CASE("a node leaves a cluster while calls go on: no promise is broken, and it loses its connections",
          "[cluster][redis]") {
  // Else the node may turn replica with its last slot, and refuse to be told of the others.
  ClusterSetup cluster({.configuration = {"cluster-allow-replica-migration no"}});
  auto& nodes = cluster.nodes();
  std::vector<std::unique_ptr<Counter>> counters;
  std::vector<int> with_keys;
  for (int i = 0; counters.size() < 4; ++i) {
    const std::string key = "counter:" + std::to_string(i);
    const int slot = static_cast<int>(nodes[0].command({"CLUSTER", "KEYSLOT", key}).as_integer());
    const bool leaves = slot >= ClusterSetup::kSlots * 2 / 3;
    if (leaves == (counters.size() < 2)) {  // two that move, two that stay
      counters.push_back(std::make_unique<Counter>(key));
      if (leaves) with_keys.push_back(slot);
    }
  }
  const Inputs inputs = cluster_inputs(cluster);
  Counting counting(inputs, counters);
  REQUIRE(eventually([&] { return counters[0]->promised > 100; }));
  move_all_slots(cluster, nodes[2], nodes[0], with_keys);
  const std::string gone = ClusterSetup::id_of(nodes[2]);
  for (const std::size_t i : {0U, 1U}) static_cast<void>(nodes[i].command({"CLUSTER", "FORGET", gone}));
  static_cast<void>(nodes[2].command({"CLUSTER", "RESET", "HARD"}));
  const long long before = counters[0]->promised;
  CHECK(eventually([&] { return counters[0]->promised > before + 100; }));
  CHECK(eventually([&] { return is_unused(nodes[2]); }));
  nodes[2].kill();
  const long long after = counters[1]->promised;
  CHECK(eventually([&] { return counters[1]->promised > after + 100; }));
  counting.end();

  for (const auto& counter : counters) {
    CHECK(counter->lost == 0);
    CHECK(counter->value >= counter->promised);
    CHECK(counter->value <= counter->promised + counter->unknown);
  }
}

TEST_CASE("fault 70: a child process uses a client of Sentinels, and its parent too", "[faults][redis]") {
  const SentinelSetup setup({.replicas = 0, .sentinels = 1});
  fork_and_use(sentinel_config(sentinel_inputs(setup)));
}

TEST_CASE("fault 70: a child process uses a client of a cluster under TLS, and its parent too",
          "[faults][redis]") {
  const ClusterSetup cluster({.tls = true});
  fork_and_use(TrialConfig{cluster_inputs(cluster)});
}

TEST_CASE("nodes that announce addresses are refused when their certificates hold names alone",
          "[cluster][redis]") {
  const ClusterSetup cluster({.tls = true, .names = {"localhost"}});
  Inputs inputs = cluster_inputs(cluster);
  inputs.set("REDIS_HOST", "localhost");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "2s");
  const auto works = [&] {
    Client client(TrialConfig{inputs});
    for (int i = 0; i < 20; ++i) client.set("key:" + std::to_string(i), "value");
    return client.get("key:1") == "value";
  };
  const RedisError error = expect_error(30s, works);
  CHECK(error.category() == ErrorCategory::tls);
  CHECK_THAT(error.what(), contains("127.0.0.1"));

  inputs.set("REDIS_TLS_SERVER_NAME", "localhost");
  CHECK(works());
}

TEST_CASE("nodes that announce names are verified by these", "[cluster][redis]") {
  const ClusterSetup cluster({.tls = true, .names = {"localhost"}, .configuration = kByName});
  Inputs inputs = cluster_inputs(cluster);
  inputs.set("REDIS_HOST", "localhost");
  Client client(TrialConfig{inputs});
  for (int i = 0; i < 20; ++i) client.set("key:" + std::to_string(i), "value");
  CHECK(client.get("key:1") == "value");
}

TEST_CASE("a certificate of another name is refused whatever a node announces", "[cluster][redis]") {
  const ClusterSetup cluster({.tls = true, .names = {"other.example"}, .configuration = kByName});
  Inputs inputs = cluster_inputs(cluster);
  inputs.set("REDIS_HOST", "localhost");
  const RedisError error = expect_error(30s, [&] { return Client(TrialConfig{inputs}).get("key"); });
  CHECK_THAT(error.what(), contains("other.example"));
}

TEST_CASE("Sentinels that name addresses, with certificates for names and for addresses",
          "[sentinel][redis]") {
  for (const bool addresses : {true, false}) {
    SentinelSetup setup(
        {.replicas = 0, .sentinels = 1, .tls = true, .names = {addresses ? "127.0.0.1" : "localhost"}});
    Inputs inputs = sentinel_inputs(setup);
    const auto works = [&] {
      Client client(sentinel_config(inputs));
      client.set("key", "value");
      return client.get("key") == "value";
    };
    if (addresses) {
      CHECK(works());
      continue;
    }
    const RedisError error = expect_error(30s, works);
    CHECK_THAT(error.what(), contains("127.0.0.1") && contains("name"));
    inputs.set("REDIS_TLS_SERVER_NAME", "localhost");
    CHECK(works());
  }
}
