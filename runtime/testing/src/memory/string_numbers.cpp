// Strings that are numbers: INCR and its kin.
#include "memory/command.h"
#include "memory/numbers.h"

#include <array>
#include <cmath>
#include <limits>

namespace redisconf::testing::memory {
namespace {

Answer increase(Call& call, long long by) {
  const String* const old = call.find_as<String>(call[1]);
  const long long sum = add_or_throw(old == nullptr ? 0 : require_integer(*old), by);
  call.make<String>(call[1]) = std::to_string(sum);
  call.changed(call[1]);
  return Answer::integer(sum);
}

Answer incr(Call& call) { return increase(call, 1); }
Answer decr(Call& call) { return increase(call, -1); }
Answer incr_by(Call& call) { return increase(call, require_integer(call[2])); }

Answer decr_by(Call& call) {
  const long long by = require_integer(call[2]);
  if (by == std::numeric_limits<long long>::min()) throw CommandError("ERR decrement would overflow");
  return increase(call, -by);
}

Answer incr_by_float(Call& call) {
  const String* const old = call.find_as<String>(call[1]);
  const long double value = old == nullptr ? 0 : require_long_double(*old);
  const long double sum = value + require_long_double(call[2]);
  if (!std::isfinite(sum)) throw CommandError("ERR increment would produce NaN or Infinity");
  const std::string text = format_long_double(sum);
  call.make<String>(call[1]) = text;
  call.changed(call[1]);
  return Answer::bulk(text);
}

constexpr std::array kCommands{
    CommandSpec{"incr", 2, incr, kWrite},
    CommandSpec{"decr", 2, decr, kWrite},
    CommandSpec{"incrby", 3, incr_by, kWrite},
    CommandSpec{"decrby", 3, decr_by, kWrite},
    CommandSpec{"incrbyfloat", 3, incr_by_float, kWrite},
};

}  // namespace

CommandTable number_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
