#include "queue/topologies/failover.h"

#include "client/support/trial_config.h"
#include "queue/support/trial_queue.h"
#include "support/eventually.h"

#include <redisconf/client/errors.h>
#include <redisconf/client/info.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/sentinel_setup.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

namespace redisconf::test {
namespace {

using namespace std::chrono_literals;
using testing::RedisServer;
using testing::SentinelSetup;

constexpr std::size_t kJobs = 2000;  // before a server is killed

testing::SentinelOptions servers(bool guarded) {
  testing::SentinelOptions options;
  options.failover_timeout = 1s;
  options.configuration = {"appendonly yes", "appendfsync always"};
  if (guarded) {
    options.configuration.emplace_back("min-replicas-to-write 1");
    options.configuration.emplace_back("min-replicas-max-lag 1");
  }
  return options;
}

Inputs inputs_of(const SentinelSetup& setup) {
  Inputs inputs = testing::inputs_for(setup, "development");
  set_short_retries(inputs);
  for (const char* const name : {"REDIS_TIMEOUTS_COMMAND", "REDIS_TIMEOUTS_HEALTH", "REDIS_TIMEOUTS_RESOLVE",
                                 "REDIS_TIMEOUTS_CONNECT", "REDIS_TIMEOUTS_TLS", "REDIS_TIMEOUTS_STARTUP"})
    inputs.set(name, "1s");
  return inputs;
}

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(std::string(what) + " did not come in time");
}

// One thread at a time puts jobs in, each when the one before was answered.
class Producer {
 public:
  explicit Producer(Client& client) : queue_(client, trial_queue()) {}

  void put_one_in() {
    const std::string payload = std::to_string(next_++);
    try {
      queue_.enqueue(payload);
      acknowledged_.insert(payload);
      ++count_;
    } catch (const RedisError&) {
      ++refused_;
    }
  }
  [[nodiscard]] std::size_t count() const noexcept { return count_; }  // acknowledged; for any thread

  // Of those that are not among what the queue has now.
  [[nodiscard]] FailoverCount compare() {
    std::set<std::string> found;
    require(eventually([&] {
              try {
                for (const queue::WaitingJob& job : queue_.peek(0, next_)) found.insert(job.payload);
                return true;
              } catch (const RedisError&) {
                return false;
              }
            }),
            "an answer of the new primary");
    FailoverCount counted{.acknowledged = acknowledged_.size(), .refused = refused_};
    for (const std::string& payload : acknowledged_) counted.lost += found.contains(payload) ? 0 : 1;
    return counted;
  }

 private:
  queue::Queue queue_;
  std::size_t next_ = 0;
  std::set<std::string> acknowledged_;
  std::size_t refused_ = 0;
  std::atomic<std::size_t> count_{0};
};

void kill_under_load(SentinelSetup& setup, Producer& producer) {
  std::atomic<bool> stop{false};
  std::thread producing([&] {
    while (!stop) producer.put_one_in();
  });
  const bool busy = eventually([&] { return producer.count() >= kJobs; });
  RedisServer& primary = setup.servers().front();
  primary.kill();
  try {
    setup.await_failover_from(primary);
  } catch (...) {
    stop = true;
    producing.join();
    throw;
  }
  stop = true;
  producing.join();
  require(busy, "the load");
}

void kill_replica_first(SentinelSetup& setup, Producer& producer) {
  RedisServer& primary = setup.servers()[0];
  RedisServer& replica = setup.servers()[1];
  const std::string lane = trial_queue().key_prefix + "s1";
  while (producer.count() < kJobs) producer.put_one_in();
  require(
      eventually([&] {
        return replica.command({"XLEN", lane}).as_integer() == primary.command({"XLEN", lane}).as_integer();
      }),
      "the last job at the replica");
  replica.kill();
  require(
      eventually([&] {
        return info_field(primary.command({"INFO", "replication"}).as_string(), "connected_slaves") == "0";
      }),
      "the end of the replica's link");
  for (std::size_t job = 0; job < kJobs / 10; ++job) producer.put_one_in();
  primary.kill();
  replica.restart();
  setup.await_failover_from(primary);
}

}  // namespace

std::string_view name_of(FailoverCase what) noexcept {
  return what == FailoverCase::under_load ? "primary killed under load" : "replica away, then primary killed";
}

FailoverCount fail_over(FailoverCase what, bool guarded) {
  SentinelSetup setup(servers(guarded));
  Client client{TrialConfig(inputs_of(setup))};
  Producer producer(client);
  if (what == FailoverCase::under_load) {
    kill_under_load(setup, producer);
  } else {
    kill_replica_first(setup, producer);
  }
  return producer.compare();
}

}  // namespace redisconf::test
