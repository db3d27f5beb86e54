// Several connections to memory:// and to a real Redis: who waits, who is served first, who gets which
// message, whose transaction is undone. Every byte that each of them gets must be the same.
#include "comparison.h"
#include "random_commands.h"
#include "raw_connection.h"
#include "support/catch.h"

#include <redisconf/testing/memory_redis.h>
#include <redisconf/testing/redis_server.h>

#include <array>
#include <functional>
#include <optional>
#include <random>
#include <sstream>
#include <string>

using namespace redisconf::test;

namespace {

constexpr std::size_t kCrowd = 3;

constexpr auto kForms = std::to_array<std::string_view>({"BLPOP l1 l2 0",
                                                         "BRPOP l2 0",
                                                         "BLMOVE l1 l2 LEFT RIGHT 0",
                                                         "BRPOPLPUSH l2 l1 0",
                                                         "BLMPOP 0 2 l1 l2 LEFT COUNT 2",
                                                         "BZPOPMIN z1 z2 0",
                                                         "BZPOPMAX z1 0",
                                                         "BZMPOP 0 2 z2 z1 MAX COUNT 2",
                                                         "RPUSH l1 a b c",
                                                         "RPUSH l1 d",
                                                         "LPUSH l2 x y",
                                                         "SET l1 v",
                                                         "DEL l1 l2 z1",
                                                         "ZADD z1 1 a 2 b",
                                                         "ZADD z2 -1 c",
                                                         "RENAME l2 l1",
                                                         "RPOPLPUSH l2 l1",
                                                         "LPOP l1",
                                                         "MULTI",
                                                         "MULTI",
                                                         "EXEC",
                                                         "EXEC",
                                                         "EXEC",
                                                         "DISCARD",
                                                         "WATCH l1 z1",
                                                         "WATCH n",
                                                         "UNWATCH",
                                                         "INCR n",
                                                         "GET n",
                                                         "GET",
                                                         "SUBSCRIBE news",
                                                         "SUBSCRIBE news sport",
                                                         "PSUBSCRIBE n*",
                                                         "PSUBSCRIBE *s",
                                                         "UNSUBSCRIBE news",
                                                         "UNSUBSCRIBE sport",
                                                         "PUNSUBSCRIBE n*",
                                                         "PUNSUBSCRIBE *s",
                                                         "PUBLISH news hi",
                                                         "PUBLISH sport hi",
                                                         "PUBLISH other hi",
                                                         "PUBSUB CHANNELS n*",
                                                         "PUBSUB NUMSUB news sport",
                                                         "PUBSUB NUMPAT",
                                                         "PING",
                                                         "PING x",
                                                         "SELECT 1",
                                                         "SELECT 0",
                                                         "FLUSHALL",
                                                         "LRANGE l1 0 -1",
                                                         "COPY l1 l2 REPLACE",
                                                         "MOVE l1 1",
                                                         "EXPIRE n 100",
                                                         "PEXPIRE n -1",
                                                         "EXEC x"});

struct Step {
  std::size_t who;
  Command command;
};

std::vector<Step> random_steps(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Step> steps;
  const std::size_t count = 10 + random() % 20;
  while (steps.size() < count) {
    std::istringstream words{std::string(kForms[random() % kForms.size()])};
    Step step{static_cast<std::size_t>(random() % kCrowd), {}};
    for (std::string word; words >> word;) step.command.push_back(word);
    steps.push_back(std::move(step));
  }
  return steps;
}

// One server, the crowd that talks to it, and a connection that only looks.
class Side {
 public:
  explicit Side(const std::function<RawConnection()>& connect) : control_(connect()) {
    control_.send(Command{"FLUSHALL"});
    static_cast<void>(control_.receive(1));
    for (std::size_t number = 0; number < kCrowd; ++number) crowd_.push_back(connect());
  }

  // What each one of the crowd has got when all is done. The server writes what it owes to others with the
  // answer to the first PING, so it has when the second one is answered.
  [[nodiscard]] std::vector<std::string> take(const Step& step) {
    crowd_[step.who].send(step.command);
    for (int turn = 0; turn < 2; ++turn) {
      control_.send(Command{"PING"});
      static_cast<void>(control_.receive(1));
    }
    std::vector<std::string> got;
    for (RawConnection& one : crowd_) got.push_back(one.drain());
    return got;
  }

 private:
  RawConnection control_;
  std::vector<RawConnection> crowd_;
};

class Servers {
 public:
  // Tells where they differ; empty when they do not. Those who wait send nothing.
  [[nodiscard]] std::string difference(const std::vector<Step>& steps) const {
    Side memory([this] { return RawConnection(memory_.connect()); });
    Side real([this] { return RawConnection::to_port(real_.port()); });
    std::array<bool, kCrowd> waits{};
    for (const Step& step : steps) {
      if (waits[step.who]) continue;
      const auto ours = memory.take(step);
      const auto theirs = real.take(step);
      for (std::size_t who = 0; who < kCrowd; ++who) {
        if (ours[who] != theirs[who])
          return std::to_string(who) + ": memory:// says " + shown(ours[who]) + ", Redis " +
                 shown(theirs[who]);
        waits[who] = theirs[who].empty() && (waits[who] || who == step.who);
      }
    }
    return {};
  }

  [[nodiscard]] std::vector<Step> shrink(std::vector<Step> steps) const {
    for (std::size_t at = steps.size(); at-- > 0;) {
      std::vector<Step> fewer = steps;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
      if (!difference(fewer).empty()) steps = std::move(fewer);
    }
    return steps;
  }

 private:
  redisconf::testing::MemoryRedis memory_;
  redisconf::testing::RedisServer real_;
};

}  // namespace

TEST_CASE("a crowd on memory:// gets what it gets of Redis", "[redis]") {
  const Servers servers;
  const std::uint64_t first = number_from("REDISCONF_MEMORY_SEED", 1);
  const std::uint64_t count = number_from("REDISCONF_MEMORY_SEQUENCES", 500);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const std::vector<Step> steps = random_steps(seed);
    if (servers.difference(steps).empty()) continue;
    const std::vector<Step> few = servers.shrink(steps);
    std::string text;
    for (const Step& step : few) text += "  " + std::to_string(step.who) + ": " + shown(step.command) + "\n";
    FAIL("REDISCONF_MEMORY_SEED=" << seed << "\n" << text << servers.difference(few));
  }
  SUCCEED();
}
