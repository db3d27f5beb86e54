#include "memory/choice.h"

#include "memory/numbers.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace redisconf::testing::memory {
namespace {

// The answer to a count below 0 is as long as it says, and must fit into memory.
constexpr long long kMostRepeated = 16'777'216;

}  // namespace

std::vector<std::size_t> choose(Engine& engine, std::size_t size, long long count) {
  std::vector<std::size_t> chosen;
  if (size == 0) return chosen;
  if (count < 0) {
    if (count < -kMostRepeated) throw CommandError("ERR memory:// gives at most 16777216 random elements");
    for (; count < 0; ++count) chosen.push_back(engine.random_below(size));
    return chosen;
  }
  chosen.resize(size);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  const std::size_t wanted = std::min(size, static_cast<std::size_t>(count));
  for (std::size_t at = 0; at < wanted; ++at)
    std::swap(chosen[at], chosen[at + engine.random_below(size - at)]);
  chosen.resize(wanted);
  return chosen;
}

long long require_choice(const std::string& text) {
  const long long count = require_integer(text);
  if (count == std::numeric_limits<long long>::min()) {
    throw CommandError(
        "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
  }
  return count;
}

}  // namespace redisconf::testing::memory
