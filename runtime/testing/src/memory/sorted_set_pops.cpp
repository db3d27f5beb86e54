// Sorted sets: taking the lowest and the highest, and waiting for them.
#include "memory/blocking.h"
#include "memory/command.h"
#include "memory/numbers.h"
#include "memory/ranges.h"

#include <array>
#include <iterator>
#include <limits>
#include <utility>

namespace redisconf::testing::memory {
namespace {

using Element = std::pair<double, std::string>;

std::vector<Element> take(Call& call, const std::string& key, bool highest, std::size_t count) {
  SortedSet& set = *call.find_as<SortedSet>(key);
  std::vector<Element> taken;
  while (count-- > 0 && !set.empty()) {
    const auto& order = set.order();
    taken.push_back(highest ? *std::prev(order.end()) : *order.begin());
    set.erase(taken.back().second);
  }
  call.changed(key);
  return taken;
}

void add(Answer& answer, const Element& element) {
  answer.elements.push_back(Answer::bulk(element.second));
  answer.elements.push_back(Answer::bulk(format_double(element.first)));
}

Answer pop(Call& call, bool highest) {
  if (call.size() > 3) throw_syntax_error();
  constexpr long long kMost = std::numeric_limits<long long>::max();
  const long long count =
      call.size() == 3 ? require_in_range(call[2], 0, kMost, "value is out of range, must be positive") : 1;
  Answer answer = Answer::array();
  if (call.find_as<SortedSet>(call[1]) == nullptr || count == 0) return answer;
  for (const Element& element : take(call, call[1], highest, static_cast<std::size_t>(count)))
    add(answer, element);
  return answer;
}

Answer zpopmin(Call& call) { return pop(call, false); }
Answer zpopmax(Call& call) { return pop(call, true); }

Answer blocking_pop(Call& call, bool highest) {
  const WaitEnd until = require_timeout(call, call[call.size() - 1]);
  const auto serve = [highest](Call& serving, const std::string& key) {
    Answer answer = Answer::array({Answer::bulk(key)});
    add(answer, take(serving, key, highest, 1).front());
    return answer;
  };
  return serve_or_wait<SortedSet>(call, keys_of(call, 1, call.size() - 1), until, serve, Answer::nil_array());
}

Answer bzpopmin(Call& call) { return blocking_pop(call, false); }
Answer bzpopmax(Call& call) { return blocking_pop(call, true); }

Answer take_named(Call& call, const std::string& key, PopOptions options) {
  Answer pairs = Answer::array();
  for (const Element& element : take(call, key, options.second, options.count)) {
    Answer pair = Answer::array();
    add(pair, element);
    pairs.elements.push_back(std::move(pair));
  }
  return Answer::array({Answer::bulk(key), std::move(pairs)});
}

Answer zmpop(Call& call) {
  const auto [first, end] = require_key_count(call, 1, "numkeys should be greater than 0");
  const PopOptions options = require_pop_options(call, end, "min", "max");
  for (std::size_t at = first; at < end; ++at) {
    if (call.find_as<SortedSet>(call[at]) != nullptr) return take_named(call, call[at], options);
  }
  return Answer::nil_array();
}

Answer bzmpop(Call& call) {
  const auto [first, end] = require_key_count(call, 2, "numkeys should be greater than 0");
  const PopOptions options = require_pop_options(call, end, "min", "max");
  const WaitEnd until = require_timeout(call, call[1]);
  const auto serve = [options](Call& serving, const std::string& key) {
    return take_named(serving, key, options);
  };
  return serve_or_wait<SortedSet>(call, keys_of(call, first, end), until, serve, Answer::nil_array());
}

constexpr std::array kCommands{
    CommandSpec{"zpopmin", -2, zpopmin, kWrite},
    CommandSpec{"zpopmax", -2, zpopmax, kWrite},
    CommandSpec{"bzpopmin", -3, bzpopmin, kWrite | kNoScript},
    CommandSpec{"bzpopmax", -3, bzpopmax, kWrite | kNoScript},
    CommandSpec{"zmpop", -4, zmpop, kWrite},
    CommandSpec{"bzmpop", -5, bzmpop, kWrite | kNoScript},
};

}  // namespace

CommandTable sorted_set_pop_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
