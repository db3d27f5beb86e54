// Sorted sets: ranges by place, by score and by name.
#include "memory/command.h"
#include "memory/numbers.h"
#include "memory/ranges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <variant>

namespace redisconf::testing::memory {
namespace {

using Element = std::pair<double, std::string>;

struct ScoreBound {
  double score = 0;
  bool open = false;
};

struct ScoreRange {
  ScoreBound low;
  ScoreBound high;

  [[nodiscard]] bool holds(const Element& element) const noexcept {
    const double score = element.first;
    return (low.open ? score > low.score : score >= low.score) &&
           (high.open ? score < high.score : score <= high.score);
  }
};

// Without limits on one side: -1 before all names, 1 behind them.
struct NameBound {
  int beyond = 0;
  std::string name{};
  bool open = false;
};

struct NameRange {
  NameBound low;
  NameBound high;

  [[nodiscard]] bool holds(const Element& element) const noexcept {
    const std::string& name = element.second;
    const bool after = low.beyond != 0 ? low.beyond < 0 : (low.open ? name > low.name : name >= low.name);
    const bool before =
        high.beyond != 0 ? high.beyond > 0 : (high.open ? name < high.name : name <= high.name);
    return after && before;
  }
};

struct PlaceRange {
  long long first = 0;
  long long last = 0;
};

using Range = std::variant<PlaceRange, ScoreRange, NameRange>;

// What strtod() makes of it: more than of other numbers, for blanks before it and nothing at all will do.
ScoreBound require_score(const std::string& text) {
  const bool open = text.starts_with('(');
  const char* const begin = text.c_str() + (open ? 1 : 0);
  char* end = nullptr;
  const double score = std::strtod(begin, &end);
  if (*end != '\0' || std::isnan(score)) throw CommandError("ERR min or max is not a float");
  return {score, open};
}

NameBound require_name(const std::string& text) {
  if (text == "-") return {-1};
  if (text == "+") return {1};
  if (!text.starts_with('(') && !text.starts_with('['))
    throw CommandError("ERR min or max not valid string range item");
  return {0, text.substr(1), text.front() == '('};
}

enum class By : std::uint8_t { place, score, name };

Range require_range(By by, const std::string& low, const std::string& high) {
  if (by == By::score) return ScoreRange{require_score(low), require_score(high)};
  if (by == By::name) return NameRange{require_name(low), require_name(high)};
  const long long first = require_integer(low);
  return PlaceRange{first, require_integer(high)};
}

struct Query {
  By by = By::place;
  bool reverse = false;
  bool scores = false;
  long long offset = 0;
  long long limit = -1;  // all
};

std::vector<Element> elements_in(const SortedSet& set, const Range& range, bool reverse) {
  std::vector<Element> all(set.order().begin(), set.order().end());
  if (reverse) std::ranges::reverse(all);
  if (const auto* const places = std::get_if<PlaceRange>(&range)) {
    const auto [first, end] = index_range(places->first, places->last, all.size());
    return {all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(end)};
  }
  std::erase_if(all, [&](const Element& element) {
    if (const auto* const scores = std::get_if<ScoreRange>(&range)) return !scores->holds(element);
    return !std::get<NameRange>(range).holds(element);
  });
  return all;
}

std::vector<Element> limited(std::vector<Element> elements, const Query& query) {
  const auto size = static_cast<long long>(elements.size());
  if (query.offset < 0 || query.offset >= size) return {};
  const long long left = size - query.offset;
  const long long count = query.limit < 0 ? left : std::min(query.limit, left);
  const auto begin = elements.begin() + query.offset;
  return {begin, begin + count};
}

// How much of a query its command has settled.
struct Fixed {
  std::optional<By> by{};
  std::optional<bool> reverse{};
  bool store = false;
};

Query read_query(const Call& call, std::size_t at, const Fixed& fixed) {
  Query query{fixed.by.value_or(By::place), fixed.reverse.value_or(false)};
  for (; at < call.size(); ++at) {
    if (!fixed.store && same_word(call[at], "withscores")) {
      query.scores = true;
    } else if (same_word(call[at], "limit") && at + 2 < call.size()) {
      query.offset = require_integer(call[at + 1]);
      query.limit = require_integer(call[at + 2]);
      at += 2;
    } else if (!fixed.reverse && same_word(call[at], "rev")) {
      query.reverse = true;
    } else if (!fixed.by && same_word(call[at], "bylex")) {
      query.by = By::name;
    } else if (!fixed.by && same_word(call[at], "byscore")) {
      query.by = By::score;
    } else {
      throw_syntax_error();
    }
  }
  if (query.limit != -1 && query.by == By::place) {
    throw CommandError(
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
  }
  if (query.scores && query.by == By::name)
    throw CommandError("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
  return query;
}

// From the key's argument on. Of a reversed range the higher end stands first, but for places.
std::vector<Element> answer_query(const Call& call, std::size_t key, const Query& query) {
  const bool swapped = query.reverse && query.by != By::place;
  const Range range = require_range(query.by, call[key + (swapped ? 2 : 1)], call[key + (swapped ? 1 : 2)]);
  const SortedSet* const set = call.find_as<SortedSet>(call[key]);
  if (set == nullptr) return {};
  return limited(elements_in(*set, range, query.reverse), query);
}

Answer range_by(Call& call, const Fixed& fixed) {
  const Query query = read_query(call, 4, fixed);
  Answer answer = Answer::array();
  for (const auto& [score, member] : answer_query(call, 1, query)) {
    answer.elements.push_back(Answer::bulk(member));
    if (query.scores) answer.elements.push_back(Answer::bulk(format_double(score)));
  }
  return answer;
}

Answer zrange(Call& call) { return range_by(call, {}); }
Answer zrevrange(Call& call) { return range_by(call, {By::place, true}); }
Answer zrangebyscore(Call& call) { return range_by(call, {By::score, false}); }
Answer zrevrangebyscore(Call& call) { return range_by(call, {By::score, true}); }
Answer zrangebylex(Call& call) { return range_by(call, {By::name, false}); }
Answer zrevrangebylex(Call& call) { return range_by(call, {By::name, true}); }

Answer zrangestore(Call& call) {
  const Query query = read_query(call, 5, {.store = true});
  SortedSet result;
  for (const auto& [score, member] : answer_query(call, 2, query)) result.set(member, score);
  const std::size_t size = result.size();
  call.store(call[1], std::move(result));
  return Answer::count(size);
}

Answer count_by(Call& call, By by) { return Answer::count(answer_query(call, 1, {.by = by}).size()); }

Answer zcount(Call& call) { return count_by(call, By::score); }
Answer zlexcount(Call& call) { return count_by(call, By::name); }

Answer remove_by(Call& call, By by) {
  const std::vector<Element> elements = answer_query(call, 1, {.by = by});
  if (elements.empty()) return Answer::integer(0);
  SortedSet& set = *call.find_as<SortedSet>(call[1]);
  for (const auto& [score, member] : elements) set.erase(member);
  call.changed(call[1]);
  return Answer::count(elements.size());
}

Answer zremrangebyrank(Call& call) { return remove_by(call, By::place); }
Answer zremrangebyscore(Call& call) { return remove_by(call, By::score); }
Answer zremrangebylex(Call& call) { return remove_by(call, By::name); }

constexpr std::array kCommands{
    CommandSpec{"zrange", -4, zrange},
    CommandSpec{"zrevrange", -4, zrevrange},
    CommandSpec{"zrangebyscore", -4, zrangebyscore},
    CommandSpec{"zrevrangebyscore", -4, zrevrangebyscore},
    CommandSpec{"zrangebylex", -4, zrangebylex},
    CommandSpec{"zrevrangebylex", -4, zrevrangebylex},
    CommandSpec{"zrangestore", -5, zrangestore, kWrite},
    CommandSpec{"zcount", 4, zcount},
    CommandSpec{"zlexcount", 4, zlexcount},
    CommandSpec{"zremrangebyrank", 4, zremrangebyrank, kWrite},
    CommandSpec{"zremrangebyscore", 4, zremrangebyscore, kWrite},
    CommandSpec{"zremrangebylex", 4, zremrangebylex, kWrite},
};

}  // namespace

CommandTable sorted_set_range_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
