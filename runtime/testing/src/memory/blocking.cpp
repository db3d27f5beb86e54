#include "memory/blocking.h"

#include "memory/numbers.h"

#include <cmath>
#include <limits>

namespace redisconf::testing::memory {

WaitEnd require_timeout(const Call& call, const std::string& text) {
  constexpr auto kMost = static_cast<long double>(std::numeric_limits<long long>::max());
  const long double wait =
      std::ceil(require_long_double(text, "timeout is not a float or out of range") * 1000);
  if (wait > kMost) throw CommandError("ERR timeout is out of range");
  if (wait < 0) throw CommandError("ERR timeout is negative");
  if (wait == 0) return std::nullopt;
  if (wait > kMost - static_cast<long double>(call.now())) throw CommandError("ERR timeout is out of range");
  return call.now() + static_cast<std::int64_t>(wait);
}

std::vector<std::string> keys_of(const Call& call, std::size_t first, std::size_t end) {
  const auto begin = call.arguments.begin();
  return {begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace redisconf::testing::memory
