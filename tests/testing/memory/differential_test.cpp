// memory:// against a real Redis: random commands, the same answers, byte for byte. On a difference, the
// shortest sequence that shows it is printed. REDISCONF_MEMORY_SEQUENCES sets how many sequences run,
// REDISCONF_MEMORY_SEED where they begin.
#include "comparison.h"
#include "random_commands.h"
#include "raw_connection.h"
#include "support/catch.h"

#include <redisconf/testing/memory_redis.h>
#include <redisconf/testing/redis_server.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>

using namespace redisconf::test;

namespace {

struct Difference {
  std::size_t at = 0;
  std::string memory;
  std::string real;
};

class Pair {
 public:
  // The first command of the sequence that both answer in different ways.
  std::optional<Difference> run(const std::vector<Command>& commands) {
    Comparison comparison;
    reset();
    std::size_t begin = 0;
    for (std::size_t end = 0; end <= commands.size(); ++end) {
      const bool pause = end < commands.size() && commands[end] == kPause;
      if (!pause && end < commands.size()) continue;
      if (auto difference = run_part(commands, begin, end, comparison)) return difference;
      if (pause) std::this_thread::sleep_for(std::chrono::milliseconds(4));
      begin = end + 1;
    }
    return std::nullopt;
  }

  // Leaves out whatever may be left out.
  std::vector<Command> shrink(std::vector<Command> commands) {
    bool smaller = true;
    while (smaller) {
      smaller = false;
      for (std::size_t at = commands.size(); at-- > 0;) {
        std::vector<Command> fewer = commands;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
        if (!run(fewer)) continue;
        commands = std::move(fewer);
        smaller = true;
      }
    }
    return commands;
  }

 private:
  void reset() {
    const std::vector<Command> commands{{"DISCARD"}, {"UNWATCH"}, {"SELECT", "0"}, {"FLUSHALL"}};
    for (RawConnection* const each : {&memory_, &real_}) {
      each->send(commands);
      static_cast<void>(each->receive(commands.size()));
    }
  }

  std::optional<Difference> run_part(const std::vector<Command>& commands, std::size_t begin, std::size_t end,
                                     Comparison& comparison) {
    const std::vector<Command> part(commands.begin() + static_cast<std::ptrdiff_t>(begin),
                                    commands.begin() + static_cast<std::ptrdiff_t>(end));
    memory_.send(part);
    real_.send(part);
    const auto memory = memory_.receive(part.size());
    const auto real = real_.receive(part.size());
    for (std::size_t at = 0; at < part.size(); ++at) {
      if (!comparison.same(part[at], memory[at], real[at]))
        return Difference{begin + at, memory[at], real[at]};
    }
    return std::nullopt;
  }

  redisconf::testing::MemoryRedis memory_server_;
  redisconf::testing::RedisServer real_server_;
  RawConnection memory_{memory_server_.connect()};
  RawConnection real_{RawConnection::to_port(real_server_.port())};
};

std::string report(Pair& pair, const std::vector<Command>& commands) {
  const std::vector<Command> few = pair.shrink(commands);
  std::string text;
  for (const Command& command : few) text += "  " + shown(command) + "\n";
  const auto difference = pair.run(few);
  if (!difference) return text + "  (not always)\n";
  return text + "memory:// says " + shown(difference->memory) + "\nRedis says     " +
         shown(difference->real) + "\n";
}

void check_sequences(std::uint64_t standard_count, std::vector<Command> (RandomCommands::*sequence)()) {
  Pair pair;
  const std::uint64_t first = number_from("REDISCONF_MEMORY_SEED", 1);
  const std::uint64_t count = number_from("REDISCONF_MEMORY_SEQUENCES", standard_count);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    RandomCommands random(seed);
    const std::vector<Command> commands = (random.*sequence)();
    if (!pair.run(commands)) continue;
    FAIL("REDISCONF_MEMORY_SEED=" << seed << "\n" << report(pair, commands));
  }
  SUCCEED();
}

}  // namespace

TEST_CASE("memory:// answers random commands as Redis does", "[redis]") {
  check_sequences(3000, &RandomCommands::sequence);
}
