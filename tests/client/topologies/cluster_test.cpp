// A real cluster: slots, resharding, nodes that fail.
#include "client/support/topologies.h"

#include <redisconf/client/client.h>

#include <array>
#include <atomic>
#include <string>
#include <vector>

using namespace redisconf;
using namespace redisconf::test;
using namespace std::chrono_literals;
using testing::ClusterSetup;

namespace {

std::string key(int number) { return "key:" + std::to_string(number); }

}  // namespace

TEST_CASE("keys are stored on the nodes of their slots, with password and TLS", "[cluster][redis]") {
  const ClusterSetup cluster({.tls = true, .password = kSecret});
  Client client(TrialConfig{cluster_inputs(cluster)});
  for (int i = 0; i < 100; ++i) client.set(key(i), std::to_string(i));
  for (int i = 0; i < 100; ++i) CHECK(client.get(key(i)) == std::to_string(i));
  for (const auto& node : cluster.nodes()) CHECK(node.command({"DBSIZE"}).as_integer() > 10);
  CHECK(client.ping().connected);
}

TEST_CASE("a pipeline goes to all nodes, and its replies come in order", "[cluster][redis]") {
  const ClusterSetup cluster;
  Client client(TrialConfig{cluster_inputs(cluster)});
  Pipeline pipeline = client.pipeline();
  for (int i = 0; i < 100; ++i) pipeline.append({"SET", key(i), std::to_string(i)});
  for (int i = 0; i < 100; ++i) pipeline.append({"GET", key(i)});
  pipeline.append({"INCR", key(200)}).append({"LPUSH", key(200), "x"});
  const auto replies = pipeline.execute();

  REQUIRE(replies.size() == 202);
  for (int i = 0; i < 100; ++i)
    CHECK(replies[static_cast<std::size_t>(100 + i)].as_string() == std::to_string(i));
  CHECK(replies[200].as_integer() == 1);
  CHECK(replies[201].kind() == Reply::Kind::error);
}

TEST_CASE("futures and connections of one's own find their nodes", "[cluster][redis]") {
  const ClusterSetup cluster;
  Client client(TrialConfig{cluster_inputs(cluster)});
  std::vector<Future> futures;
  for (int i = 0; i < 50; ++i) futures.push_back(client.submit({"INCR", key(i)}));
  for (Future& future : futures) CHECK(future.get().as_integer() == 1);
  for (int i = 0; i < 10; ++i) {
    auto connection = client.dedicated();
    static_cast<void>(connection.command({"WATCH", key(i)}));
    static_cast<void>(connection.command({"MULTI"}));
    static_cast<void>(connection.command({"INCR", key(i)}));
    CHECK(connection.command({"EXEC"}).as_array().front().as_integer() == 2);
  }
  CHECK(client.command({"BLPOP", key(99), "0.05"}).is_nil());
}

TEST_CASE("reads go to replicas where asked", "[cluster][redis]") {
  const ClusterSetup cluster({.replicas = 1});
  Inputs inputs = cluster_inputs(cluster);
  inputs.set("REDIS_READ_FROM", "replica");
  Client client(TrialConfig{inputs});
  for (int i = 0; i < 30; ++i) client.set(key(i), "value");
  for (int i = 0; i < 30; ++i) CHECK(eventually([&] { return client.get(key(i)) == "value"; }));
  for (std::size_t i = 3; i < 6; ++i) {
    const std::string stats = cluster.nodes()[i].command({"INFO", "commandstats"}).as_string();
    CHECK_THAT(stats, contains("cmdstat_get:"));
  }
}

TEST_CASE("fault 49: keys in several slots are refused before anything is sent", "[faults][redis]") {
  const ClusterSetup cluster;
  Client client(TrialConfig{cluster_inputs(cluster)});
  const RedisError error = expect_error(30s, [&] {
    return client.command({"MGET", "{a}secret-key", "{b}secret-key"});
  });

  CHECK(error.category() == ErrorCategory::usage);
  CHECK_THAT(error.details().cause, contains("argument 1") && contains("argument 2"));
  CHECK_THAT(error.details().fix, contains("hash tag"));
  CHECK_THAT(error.what(), !contains("secret-key"));
  CHECK(client.command({"MGET", "{a}1", "{a}2"}).as_array().size() == 2);
}

TEST_CASE("fault 49: MOVED, ASK and TRYAGAIN are followed while a slot moves to and fro", "[faults][redis]") {
  const ClusterSetup cluster;
  const auto& nodes = cluster.nodes();
  const int slot = static_cast<int>(nodes[0].command({"CLUSTER", "KEYSLOT", "{tag}"}).as_integer());
  const std::size_t owner = cluster.owner_of(slot);
  const auto& one = nodes[owner];
  const auto& other = nodes[(owner + 1) % 3];
  std::atomic<bool> stop{false};
  std::array<long long, 4> counts{};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (std::size_t number = 0; number < counts.size(); ++number) {
    threads.emplace_back([&, number] {
      Client client(TrialConfig{cluster_inputs(cluster)});
      const std::string first = "{tag}:a" + std::to_string(number);
      const std::string second = "{tag}:b" + std::to_string(number);
      while (!stop) {
        const auto next = client.increment(first);
        if (next != ++counts[number]) ++wrong;
        static_cast<void>(client.command({"MSET", second, "x", first + "x", "y"}));
        if (client.submit({"GET", second}).get().as_string() != "x") ++wrong;
        auto pipeline = client.pipeline();
        pipeline.append({"GET", first}).append({"GET", second});
        if (pipeline.execute().front().as_string() != std::to_string(next)) ++wrong;
      }
    });
  }
  for (int i = 0; i < 10; ++i) {
    cluster.move_slot(slot, i % 2 == 0 ? one : other, i % 2 == 0 ? other : one);
    std::this_thread::sleep_for(100ms);
  }
  stop = true;
  for (auto& thread : threads) thread.join();

  CHECK(wrong == 0);
  for (const long long count : counts) CHECK(count > 0);
  std::string asked;
  for (const auto& node : nodes) asked += node.command({"INFO", "commandstats"}).as_string();
  CHECK_THAT(asked, contains("cmdstat_asking"));
}

TEST_CASE("fault 48: CLUSTERDOWN fails in time, and the cluster heals", "[faults][redis]") {
  ClusterSetup cluster;
  Inputs inputs = cluster_inputs(cluster);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "2s");
  Client client(TrialConfig{inputs});
  for (int i = 0; i < 20; ++i) client.set(key(i), "value");
  cluster.nodes()[1].kill();
  CHECK(eventually([&] {
    try {
      static_cast<void>(client.get(key(0)));
      static_cast<void>(client.get(key(1)));
      static_cast<void>(client.get(key(2)));
      return false;
    } catch (const RedisError& error) {
      return error.code() == "CLUSTERDOWN";
    }
  }));
  cluster.nodes()[1].restart();
  cluster.await_healthy();

  for (int i = 0; i < 20; ++i) CHECK(eventually([&] { return writes(client, key(i), "value"); }));
}

TEST_CASE("the replica of a dead primary is found", "[cluster][redis]") {
  ClusterSetup cluster({.replicas = 1});
  Inputs inputs = cluster_inputs(cluster);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "2s");
  Client client(TrialConfig{inputs});
  for (int i = 0; i < 20; ++i) client.set(key(i), "value");
  const auto start = Deadline::Clock::now();
  auto own = start;
  cluster.nodes()[0].kill();
  std::thread watcher([&] {
    static_cast<void>(eventually(
        [&] { return cluster.nodes()[3].command({"ROLE"}).as_array().front().as_string() == "master"; }));
    own = Deadline::Clock::now();
  });
  for (int i = 0; i < 20; ++i) CHECK(eventually([&] { return writes(client, key(i), "value"); }));
  const auto back = Deadline::Clock::now();
  watcher.join();
  std::cout << "failover of a cluster: own time " << in_milliseconds(own - start) << " ms, client "
            << in_milliseconds(back - start) << " ms after the kill\n";
}
