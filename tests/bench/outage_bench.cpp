// What an outage costs, on real servers: how long after a server's return, or after a failover, its client
// works again, how many commands retries add, and how far past its deadline a call may last.
#include "client/support/peer.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/redis_server.h>
#include <redisconf/testing/sentinel_setup.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace redisconf;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

template <class Call>
bool goes_through(const Call& call) {
  try {
    call();
    return true;
  } catch (const RedisError&) {
    return false;
  }
}

bool succeeds(Client& client) {
  return goes_through([&] { static_cast<void>(client.get("key")); });
}

bool writes(Client& client) {
  return goes_through([&] { client.set("key", "value"); });
}

void in_threads(int threads, const std::function<void(int)>& body) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(body, i);
  for (std::thread& thread : running) thread.join();
}

// A server and a program that calls it all the time.
struct Pair {
  testing::RedisServer server;
  Client client{test::trial_config(server)};
  std::atomic<bool> back{false};
  Clock::time_point returned;
  double took = 0;  // milliseconds from the return to the first success
};

void measure_recovery(Clock::duration outage, int pairs, int rounds) {
  std::vector<double> all;
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::unique_ptr<Pair>> each;
    for (int i = 0; i < pairs; ++i) each.push_back(std::make_unique<Pair>());
    for (const auto& pair : each) {
      static_cast<void>(succeeds(pair->client));
      pair->server.kill();
    }
    in_threads(pairs + 1, [&](int number) {
      if (number == pairs) {
        std::this_thread::sleep_for(outage);
        for (const auto& pair : each) {
          pair->server.restart();
          pair->returned = Clock::now();
          pair->back = true;
        }
        return;
      }
      Pair& pair = *each[static_cast<std::size_t>(number)];
      while (!succeeds(pair.client)) std::this_thread::sleep_for(2ms);
      const auto now = Clock::now();
      while (!pair.back) std::this_thread::sleep_for(1ms);
      pair.took = std::max(0.0, Milliseconds(now - pair.returned).count());
    });
    for (const auto& pair : each) all.push_back(pair->took);
  }
  std::ranges::sort(all);
  const auto at = [&](double part) {
    return all[static_cast<std::size_t>(part * static_cast<double>(all.size() - 1))];
  };
  std::printf(
      "recovery after an outage of %4.1f s        p50 %6.0f ms  p99 %6.0f ms  asked p99 <= 1200 ms  (%zu "
      "servers)\n",
      std::chrono::duration<double>(outage).count(), at(0.5), at(0.99), all.size());
  std::fflush(stdout);
}

// Every command is answered by a reset, and the circuit stays closed, so that retries alone count.
void measure_amplification(int threads, int calls) {
  std::atomic<long> seen{0};
  const test::PeerServer server([&](test::Peer& peer) {
    peer.greet();
    const std::string bytes = peer.receive();
    for (auto at = bytes.find("\r\nGET\r\n"); at != std::string::npos; at = bytes.find("\r\nGET\r\n", at + 1))
      ++seen;
    peer.reset();
  });
  Inputs inputs = test::trial_inputs("127.0.0.1", server.port());
  inputs.set("REDIS_CIRCUIT_BREAKER_FAILURE_THRESHOLD", "10000");
  inputs.set("REDIS_CIRCUIT_BREAKER_MINIMUM_CALLS", "100000");
  Client client{test::TrialConfig(inputs)};
  in_threads(threads, [&](int) {
    for (int i = 0; i < calls; ++i) static_cast<void>(succeeds(client));
  });
  const long made = static_cast<long>(threads) * calls;
  const auto retries = static_cast<long>(client.metrics().retries);
  std::printf(
      "total outage, %ld calls                  %ld commands reached the server, %ld retries   asked <= 1.1 "
      "x, <= 50 extra\n",
      made, seen.load(), retries);
}

void measure_deadlines(int threads) {
  testing::RedisServer server;
  Inputs inputs = testing::inputs_for(server, "development");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "200ms");
  Client client{test::TrialConfig(inputs)};
  static_cast<void>(succeeds(client));
  server.freeze();
  std::vector<double> longest(static_cast<std::size_t>(threads));
  in_threads(threads, [&](int number) {
    double& mine = longest[static_cast<std::size_t>(number)];
    for (const auto end = Clock::now() + 3s; Clock::now() < end;) {
      const auto start = Clock::now();
      static_cast<void>(succeeds(client));
      mine = std::max(mine, Milliseconds(Clock::now() - start).count());
      std::this_thread::sleep_for(1ms);
    }
  });
  std::printf(
      "frozen server, %d threads, deadline 200 ms   longest call %.1f ms                asked <= 250 ms\n",
      threads, std::ranges::max(longest));
  server.resume();
}

// The primary is killed, or frozen. A failover's own time ends when all Sentinels name the new primary.
void measure_failover(const char* what, void (testing::RedisServer::*leave)(), int rounds) {
  std::vector<double> own;
  std::vector<double> more;  // milliseconds until the client writes again
  for (int round = 0; round < rounds; ++round) {
    testing::SentinelSetup setup;
    Inputs inputs = testing::inputs_for(setup, "development");
    inputs.set("REDIS_TIMEOUTS_COMMAND", "500ms");  // as long as a service waits unless it says otherwise
    Client client = connect(test::TrialConfig(inputs));
    testing::RedisServer& old = setup.servers().front();
    Clock::time_point ready;
    const auto start = Clock::now();
    (old.*leave)();
    std::thread watch([&] {
      setup.await_failover_from(old);
      ready = Clock::now();
    });
    while (!writes(client)) std::this_thread::sleep_for(2ms);
    const auto now = Clock::now();
    watch.join();
    own.push_back(Milliseconds(ready - start).count());
    more.push_back(std::max(0.0, Milliseconds(now - ready).count()));
  }
  std::ranges::sort(own);
  std::ranges::sort(more);
  std::printf(
      "failover, primary %s: own time p50 %5.0f ms, client's more p50 %4.0f ms, longest %4.0f ms   asked <= "
      "1000 ms  (%d failovers)\n",
      what, own[own.size() / 2], more[more.size() / 2], more.back(), rounds);
  std::fflush(stdout);
}

}  // namespace

int main() {
  measure_amplification(16, 1000);
  measure_deadlines(32);
  measure_failover("killed", &testing::RedisServer::kill, 10);
  measure_failover("frozen", &testing::RedisServer::freeze, 10);
  for (const auto outage : {300ms, 1000ms, 3000ms, 8000ms}) measure_recovery(outage, 25, 2);
  return 0;
}
