// Faults of the network itself, each in a network of its own.
#include "client/support/child_process.h"
#include "client/support/outage.h"
#include "client/support/sandbox.h"
#include "client/support/trial_config.h"
#include "support/memory_in_use.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/temporary_directory.h>

#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Future;
using redisconf::Inputs;
using redisconf::RedisError;
using redisconf::Stage;
using redisconf::test::ChildProcess;
using redisconf::test::contains;
using redisconf::test::descriptors_come_down_to;
using redisconf::test::expect_error;
using redisconf::test::in_sandbox;
using redisconf::test::kSecret;
using redisconf::test::live_through;
using redisconf::test::memory_in_use;
using redisconf::test::open_descriptors;
using redisconf::test::recovers;
using redisconf::test::run;
using redisconf::test::set_short_retries;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using redisconf::testing::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

Inputs quick(Inputs inputs) {
  set_short_retries(inputs);
  inputs.set("REDIS_TIMEOUTS_HEALTH", "1s");
  inputs.set("REDIS_TIMEOUTS_CONNECT", "300ms");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "500ms");
  return inputs;
}

void block(const std::string& rule) {
  run("nft 'add table inet faults; add chain inet faults in { type filter hook input priority 0; }; "
      "add rule inet faults in " +
      rule + "'");
}

void unblock() { run("nft delete table inet faults"); }

// The loopback device, as slow as a bad radio link.
void narrow(const std::string& rate) {
  run("ip link set lo mtu 1500 && tc qdisc add dev lo root tbf rate " + rate + " burst 3kb latency 200ms");
}

void widen() { run("tc qdisc del dev lo root"); }

// The client's own limit, and what kernels hold.
constexpr std::size_t kMostBytes = std::size_t{80} * 1024 * 1024;

// The first error of a client whose packets meet the rule.
RedisError blocked(const std::string& rule) {
  const RedisServer server({.password = kSecret});
  Client client{TrialConfig(quick(inputs_for(server, "development")))};
  block("tcp dport " + std::to_string(server.port()) + " " + rule);
  return live_through(client, 500ms, unblock);
}

// A server at the far end of a cable: 10.77.0.2, port 6379.
class FarServer {
 public:
  FarServer()
      : directory_("redisconf-far"),
        path_((directory_.path() / "redis.sock").string()),
        server_({.password = kSecret, .configuration = {"unixsocket " + path_}}),
        wire_(lay_cable(path_)) {}

  [[nodiscard]] Inputs inputs() const {
    auto inputs = quick(inputs_for(server_, "development"));
    inputs.set("REDIS_HOST", "10.77.0.2");
    inputs.set("REDIS_PORT", "6379");
    return inputs;
  }

  static void pull() { run("ip -n far link set away down"); }
  static void plug() { run("ip -n far link set away up"); }

 private:
  static std::string lay_cable(const std::string& path) {
    run("mount -t tmpfs tmpfs /run && ip netns add far");
    run("ip link add near type veth peer name away netns far");
    run("ip addr add 10.77.0.1/24 dev near && ip link set near up");
    run("ip -n far addr add 10.77.0.2/24 dev away && ip -n far link set away up");
    return "ip netns exec far socat TCP-LISTEN:6379,fork,reuseaddr UNIX-CONNECT:" + path;
  }

  TemporaryDirectory directory_;
  std::string path_;
  RedisServer server_;
  ChildProcess wire_;
};

// The kernel's word for one of our connections; empty when it has none any more.
std::string state_of(int local_port) {
  std::array<char, 8> port{};
  std::snprintf(port.data(), port.size(), ":%04X", static_cast<unsigned>(local_port));
  std::ifstream table("/proc/net/tcp");
  std::string number;
  std::string local;
  std::string remote;
  std::string state;
  for (std::string rest; table >> number >> local >> remote >> state && std::getline(table, rest);) {
    if (local.ends_with(port.data())) return state;
  }
  return {};
}

int local_port(Client& client) {
  const std::string list = client.command({"CLIENT", "LIST"}).as_string();
  const auto address = list.find(" addr=127.0.0.1:");
  REQUIRE(address != std::string::npos);
  return std::stoi(list.substr(address + 16));
}

}  // namespace

TEST_CASE("fault 2: packets to the server are dropped", "[client][faults]") {
  if (!in_sandbox()) return;
  const auto error = blocked("drop");
  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::connect);
  CHECK(error.retry_safe());
  CHECK_THAT(error.what(), contains("timeouts.connect (REDIS_TIMEOUTS_CONNECT) is 300ms"));
}

TEST_CASE("fault 3: the host is unreachable", "[client][faults]") {
  if (!in_sandbox()) return;
  const auto error = blocked("reject with icmpx type host-unreachable");
  CHECK(error.category() == ErrorCategory::connect);
  CHECK(error.stage() == Stage::connect);
  CHECK_THAT(error.what(), contains("no route to host"));
}

TEST_CASE("fault 4: the connection is reset while it is made", "[client][faults]") {
  if (!in_sandbox()) return;
  const auto error = blocked("reject with tcp reset");
  CHECK(error.category() == ErrorCategory::connect);
  CHECK(error.stage() == Stage::connect);
  CHECK_THAT(error.what(), contains("connection refused"));
}

TEST_CASE("fault 9: the cable is pulled", "[client][faults]") {
  if (!in_sandbox("ip nft mount socat")) return;
  const FarServer server;
  Client client{TrialConfig(server.inputs())};
  REQUIRE(recovers(client));
  FarServer::pull();
  const auto error = live_through(client, 500ms, FarServer::plug);
  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::command);
  CHECK_FALSE(error.retry_safe());
}

TEST_CASE("fault 9: the kernel gives a pulled cable up long before a patient command does",
          "[client][faults]") {
  if (!in_sandbox("ip nft mount socat")) return;
  const FarServer server;
  Client client{TrialConfig(server.inputs())};
  REQUIRE(recovers(client));
  Connection connection = Connection::open(client.config(), Deadline::after(10s));
  FarServer::pull();
  const std::array<std::string_view, 2> get{"GET", "key"};
  const auto error = expect_error(60s, [&] { return connection.command(get, Deadline::after(60s)); });
  CHECK(error.category() == ErrorCategory::closed);
  CHECK_FALSE(error.retry_safe());
}

TEST_CASE("fault 10: a firewall forgets an idle connection, and the next call succeeds", "[client][faults]") {
  if (!in_sandbox()) return;
  const RedisServer server({.password = kSecret});
  auto inputs = quick(inputs_for(server, "development"));
  inputs.set("REDIS_TIMEOUTS_HEALTH", "300ms");
  Client client{TrialConfig(inputs)};
  const int port = local_port(client);
  REQUIRE(state_of(port) == "01");  // established
  block("tcp sport " + std::to_string(port) + " drop");
  for (int i = 0; i < 3000 && state_of(port) == "01"; ++i) usleep(10'000);
  CHECK(state_of(port) != "01");
  CHECK(client.get("key") == std::nullopt);
}

TEST_CASE("fault 17: a link of 64 kbit/s, and buffers that stay bounded", "[client][faults]") {
  if (!in_sandbox("ip tc")) return;
  const RedisServer server({.password = kSecret});
  auto inputs = quick(inputs_for(server, "development"));
  inputs.set("REDIS_POOL_CONNECTIONS", "1");
  Client client{TrialConfig(inputs)};
  REQUIRE(recovers(client));
  const std::size_t descriptors = open_descriptors();
  const std::size_t before = memory_in_use();
  narrow("64kbit");
  const std::string value(64 * 1024, 'x');
  std::vector<Future> futures;
  const auto error = expect_error(10s, [&] {
    for (int i = 0; i < 4096; ++i) futures.push_back(client.submit({"SET", "key", value}));
    return true;
  });
  CHECK(error.category() == ErrorCategory::unavailable);
  CHECK(error.retry_safe());
  CHECK_THAT(error.what(), contains("too many commands"));
  CHECK(futures.size() * value.size() < kMostBytes);
  CHECK(memory_in_use() - before < 3 * kMostBytes);  // the queue, the futures' own, and room to grow
  CHECK(expect_error(500ms, [&] { return futures.back().get(); }).category() == ErrorCategory::timeout);
  futures.clear();
  widen();
  CHECK(recovers(client));
  CHECK(descriptors_come_down_to(descriptors));
}

TEST_CASE("fault 17: values of every size pass small buffers whole, under TLS too", "[client][faults]") {
  if (!in_sandbox("ip tc")) return;
  run("echo 4096 16384 16384 > /proc/sys/net/ipv4/tcp_wmem && "
      "echo 4096 16384 16384 > /proc/sys/net/ipv4/tcp_rmem");
  for (const bool tls : {false, true}) {
    const RedisServer server({.tls = tls, .password = kSecret});
    auto inputs = inputs_for(server, "development");
    inputs.set("REDIS_TIMEOUTS_COMMAND", "3s");
    Client client{TrialConfig(inputs)};
    REQUIRE(recovers(client));
    narrow("400mbit");
    for (std::size_t size = 1; size < 300'000; size += 1'999) {
      const std::string value(size, 'x');
      client.set("key", value);
      CHECK(client.command({"STRLEN", "key"}).as_integer() == static_cast<long long>(size));
    }
    widen();
  }
}

TEST_CASE("fault 18: a third of all packets is lost", "[client][faults]") {
  if (!in_sandbox()) return;
  const RedisServer server({.password = kSecret});
  Client client{TrialConfig(inputs_for(server, "development"))};
  block("tcp dport " + std::to_string(server.port()) + " numgen random mod 100 < 30 drop");
  for (int i = 0; i < 20; ++i) {
    const std::string value(static_cast<std::size_t>(i) * 100, static_cast<char>('a' + i));
    client.set("key", value);
    CHECK(client.get("key") == value);
  }
}

TEST_CASE("fault 20: no local port is left", "[client][faults]") {
  if (!in_sandbox()) return;
  const RedisServer server({.password = kSecret});
  auto inputs = quick(inputs_for(server, "development"));
  const TrialConfig config(inputs);
  run("echo 40000 40001 > /proc/sys/net/ipv4/ip_local_port_range");
  std::vector<Connection> hoard;
  hoard.push_back(Connection::open(config, Deadline::after(10s)));
  hoard.push_back(Connection::open(config, Deadline::after(10s)));
  Client client(config);
  const auto error =
      live_through(client, 500ms, [] { run("echo 40000 49999 > /proc/sys/net/ipv4/ip_local_port_range"); });
  CHECK(error.category() == ErrorCategory::connect);
  CHECK(error.stage() == Stage::connect);
  CHECK_THAT(error.what(), contains("no local port left") && contains("ip_local_port_range"));
}
