// Sorted sets: members and their scores.
#include "memory/choice.h"
#include "memory/command.h"
#include "memory/numbers.h"

#include <array>
#include <cmath>
#include <iterator>
#include <limits>

namespace redisconf::testing::memory {
namespace {

Answer score_or_nil(std::optional<double> score) {
  return score ? Answer::bulk(format_double(*score)) : Answer::nil();
}

struct AddOptions {
  bool only_new = false;
  bool only_old = false;
  bool greater = false;
  bool less = false;
  bool count_changed = false;
  bool increment = false;
};

bool* option_of(AddOptions& options, const std::string& word) {
  if (same_word(word, "nx")) return &options.only_new;
  if (same_word(word, "xx")) return &options.only_old;
  if (same_word(word, "gt")) return &options.greater;
  if (same_word(word, "lt")) return &options.less;
  if (same_word(word, "ch")) return &options.count_changed;
  if (same_word(word, "incr")) return &options.increment;
  return nullptr;
}

void check(const AddOptions& options, std::size_t pairs) {
  if (options.only_new && options.only_old)
    throw CommandError("ERR XX and NX options at the same time are not compatible");
  const bool one_way = options.greater || options.less;
  if ((one_way && options.only_new) || (options.greater && options.less))
    throw CommandError("ERR GT, LT, and/or NX options at the same time are not compatible");
  if (options.increment && pairs > 1)
    throw CommandError("ERR INCR option supports a single increment-element pair");
}

struct Added {
  std::size_t added = 0;
  std::size_t updated = 0;
  std::optional<double> score{};  // of the last one, unless the options forbade it
};

void add_one(SortedSet& set, const std::string& member, double score, const AddOptions& options,
             Added& result) {
  const std::optional<double> old = set.score(member);
  result.score.reset();
  if (old ? options.only_new : options.only_old) return;
  if (old) {
    if (options.increment) score += *old;
    if (std::isnan(score)) throw CommandError("ERR resulting score is not a number (NaN)");
    if ((options.less && score >= *old) || (options.greater && score <= *old)) return;
  }
  result.score = score;
  if (old && score == *old) return;
  (old ? result.updated : result.added) += 1;
  set.set(member, score + 0.0);  // -0 is kept as 0
}

Added add(Call& call, std::size_t first, const AddOptions& options) {
  std::vector<double> scores;
  for (std::size_t at = first; at < call.size(); at += 2) scores.push_back(require_double(call[at]));
  Added result;
  if (call.find_as<SortedSet>(call[1]) == nullptr && options.only_old) return result;
  SortedSet& set = call.make<SortedSet>(call[1]);
  for (std::size_t pair = 0; pair < scores.size(); ++pair)
    add_one(set, call[first + 2 * pair + 1], scores[pair], options, result);
  if (result.added + result.updated > 0) call.changed(call[1]);
  return result;
}

Answer add_by(Call& call, AddOptions options) {
  std::size_t first = 2;
  for (; first < call.size(); ++first) {
    bool* const option = option_of(options, call[first]);
    if (option == nullptr) break;
    *option = true;
  }
  const std::size_t rest = call.size() - first;
  if (rest == 0 || rest % 2 == 1) throw_syntax_error();
  check(options, rest / 2);
  const Added result = add(call, first, options);
  if (options.increment) return score_or_nil(result.score);
  return Answer::count(result.added + (options.count_changed ? result.updated : 0));
}

Answer zadd(Call& call) { return add_by(call, {}); }
Answer zincrby(Call& call) { return add_by(call, {.increment = true}); }

Answer zrem(Call& call) {
  SortedSet* const set = call.find_as<SortedSet>(call[1]);
  if (set == nullptr) return Answer::integer(0);
  std::size_t removed = 0;
  for (std::size_t at = 2; at < call.size(); ++at) removed += set->erase(call[at]) ? 1U : 0U;
  if (removed > 0) call.changed(call[1]);
  return Answer::count(removed);
}

Answer zcard(Call& call) {
  const SortedSet* const set = call.find_as<SortedSet>(call[1]);
  return Answer::count(set == nullptr ? 0 : set->size());
}

Answer zscore(Call& call) {
  const SortedSet* const set = call.find_as<SortedSet>(call[1]);
  return score_or_nil(set == nullptr ? std::nullopt : set->score(call[2]));
}

Answer zmscore(Call& call) {
  const SortedSet* const set = call.find_as<SortedSet>(call[1]);
  Answer answer = Answer::array();
  for (std::size_t at = 2; at < call.size(); ++at)
    answer.elements.push_back(score_or_nil(set == nullptr ? std::nullopt : set->score(call[at])));
  return answer;
}

Answer rank(Call& call, bool from_end) {
  const SortedSet* const set = call.find_as<SortedSet>(call[1]);
  const std::optional<double> score = set == nullptr ? std::nullopt : set->score(call[2]);
  if (!score) return Answer::nil();
  const auto& order = set->order();
  const auto place = std::distance(order.begin(), order.find({*score, call[2]}));
  return Answer::integer(from_end ? static_cast<std::ptrdiff_t>(order.size()) - 1 - place : place);
}

Answer zrank(Call& call) { return rank(call, false); }
Answer zrevrank(Call& call) { return rank(call, true); }

Answer zrandmember(Call& call) {
  const bool counted = call.size() > 2;
  const long long count = counted ? require_choice(call[2]) : 1;
  const bool scores = call.size() == 4 && same_word(call[3], "withscores");
  if (call.size() > 4 || (call.size() == 4 && !scores)) throw_syntax_error();
  constexpr long long kHalf = std::numeric_limits<long long>::max() / 2;
  if (scores && (count < -kHalf || count > kHalf)) throw CommandError("ERR value is out of range");
  const SortedSet* const set = call.find_as<SortedSet>(call[1]);
  if (set == nullptr) return counted ? Answer::array() : Answer::nil();
  Answer answer = Answer::array();
  for (const std::size_t place : choose(call.engine, set->size(), count)) {
    const auto& [score, member] = *std::next(set->order().begin(), static_cast<std::ptrdiff_t>(place));
    answer.elements.push_back(Answer::bulk(member));
    if (scores) answer.elements.push_back(Answer::bulk(format_double(score)));
  }
  return counted ? std::move(answer) : std::move(answer.elements.front());
}

constexpr std::array kCommands{
    CommandSpec{"zadd", -4, zadd, kWrite},
    CommandSpec{"zincrby", 4, zincrby, kWrite},
    CommandSpec{"zrem", -3, zrem, kWrite},
    CommandSpec{"zcard", 2, zcard},
    CommandSpec{"zscore", 3, zscore},
    CommandSpec{"zmscore", -3, zmscore},
    CommandSpec{"zrank", 3, zrank},
    CommandSpec{"zrevrank", 3, zrevrank},
    CommandSpec{"zrandmember", -2, zrandmember},
};

}  // namespace

CommandTable sorted_set_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
