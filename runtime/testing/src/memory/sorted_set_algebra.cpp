// Sorted sets: union, intersection and difference of several, among which plain sets may be.
#include "memory/command.h"
#include "memory/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

namespace redisconf::testing::memory {
namespace {

using Scores = std::map<std::string, double, std::less<>>;

enum class Operation : std::uint8_t { sum, intersection, difference };
enum class Aggregate : std::uint8_t { sum, least, most };

struct Source {
  Scores scores;
  double weight = 1;
};

struct Request {
  std::vector<Source> sources{};
  Aggregate aggregate = Aggregate::sum;
  bool scores = false;
  std::size_t limit = 0;
};

// What a command allows behind its keys.
struct Form {
  Operation operation = Operation::sum;
  bool store = false;
  bool cardinality = false;
};

// A plain set is one whose scores are all 1.
Scores scores_of(const Entry* entry) {
  Scores scores;
  if (entry == nullptr) return scores;
  if (const auto* const sorted = std::get_if<SortedSet>(&entry->value)) {
    for (const auto& [score, member] : sorted->order()) scores.emplace(member, score);
  } else if (const auto* const plain = std::get_if<Set>(&entry->value)) {
    for (const std::string& member : *plain) scores.emplace(member, 1.0);
  } else {
    throw_wrong_type();
  }
  return scores;
}

Aggregate require_aggregate(const std::string& word) {
  if (same_word(word, "sum")) return Aggregate::sum;
  if (same_word(word, "min")) return Aggregate::least;
  if (same_word(word, "max")) return Aggregate::most;
  throw_syntax_error();
}

// Takes the option at `at`, which moves to its last argument.
void read_option(const Call& call, std::size_t& at, const Form& form, Request& request) {
  const std::size_t left = call.size() - at;
  const bool weighted = form.operation != Operation::difference && !form.cardinality;
  if (weighted && left > request.sources.size() && same_word(call[at], "weights")) {
    for (Source& source : request.sources)
      source.weight = require_double(call[++at], "weight value is not a float");
  } else if (weighted && left >= 2 && same_word(call[at], "aggregate")) {
    request.aggregate = require_aggregate(call[++at]);
  } else if (!form.store && !form.cardinality && same_word(call[at], "withscores")) {
    request.scores = true;
  } else if (form.cardinality && left >= 2 && same_word(call[at], "limit")) {
    request.limit = static_cast<std::size_t>(
        require_in_range(call[++at], 0, std::numeric_limits<long long>::max(), "LIMIT can't be negative"));
  } else {
    throw_syntax_error();
  }
}

Request read_request(const Call& call, const Form& form) {
  const std::size_t number = form.store ? 2 : 1;
  const long long count = require_integer(call[number]);
  if (count < 1)
    throw CommandError("ERR at least 1 input key is needed for '" + lower_case(call[0]) + "' command");
  if (static_cast<std::size_t>(count) > call.size() - number - 1) throw_syntax_error();
  Request request;
  const std::size_t end = number + 1 + static_cast<std::size_t>(count);
  for (std::size_t at = number + 1; at < end; ++at)
    request.sources.push_back({scores_of(call.find(call[at]))});
  for (std::size_t at = end; at < call.size(); ++at) read_option(call, at, form, request);
  return request;
}

double weighted(double score, double weight) noexcept {
  const double product = score * weight;
  return std::isnan(product) ? 0 : product;
}

double aggregated(double left, double right, Aggregate aggregate) noexcept {
  if (aggregate == Aggregate::least) return std::min(left, right);
  if (aggregate == Aggregate::most) return std::max(left, right);
  const double sum = left + right;
  return std::isnan(sum) ? 0 : sum;  // inf and -inf
}

Scores sum_of(const Request& request) {
  Scores result;
  for (const Source& source : request.sources) {
    for (const auto& [member, score] : source.scores) {
      const double value = weighted(score, source.weight);
      const auto [place, added] = result.emplace(member, value);
      if (!added) place->second = aggregated(place->second, value, request.aggregate);
    }
  }
  return result;
}

Scores intersection_of(const Request& request) {
  Scores result;
  for (const auto& [member, score] : request.sources.front().scores) {
    double value = weighted(score, request.sources.front().weight);
    const bool everywhere = std::all_of(
        request.sources.begin() + 1, request.sources.end(), [&, &name = member](const Source& source) {
          const auto found = source.scores.find(name);
          if (found == source.scores.end()) return false;
          value = aggregated(value, weighted(found->second, source.weight), request.aggregate);
          return true;
        });
    if (everywhere) result.emplace(member, value);
  }
  return result;
}

Scores difference_of(const Request& request) {
  Scores result = request.sources.front().scores;
  for (std::size_t at = 1; at < request.sources.size(); ++at) {
    for (const auto& [member, score] : request.sources[at].scores) result.erase(member);
  }
  return result;
}

// The smallest first, as Redis adds them: sums of floating-point numbers depend on it.
Scores result_of(Request& request, Operation operation) {
  if (operation == Operation::difference) return difference_of(request);
  std::ranges::stable_sort(request.sources, {}, [](const Source& source) { return source.scores.size(); });
  return operation == Operation::sum ? sum_of(request) : intersection_of(request);
}

SortedSet sorted(const Scores& scores) {
  SortedSet result;
  for (const auto& [member, score] : scores) result.set(member, score);
  return result;
}

template <Operation kOperation>
Answer show(Call& call) {
  Request request = read_request(call, {kOperation});
  Answer answer = Answer::array();
  const SortedSet result = sorted(result_of(request, kOperation));
  for (const auto& [score, member] : result.order()) {
    answer.elements.push_back(Answer::bulk(member));
    if (request.scores) answer.elements.push_back(Answer::bulk(format_double(score)));
  }
  return answer;
}

template <Operation kOperation>
Answer store(Call& call) {
  Request request = read_request(call, {kOperation, true});
  Scores scores = result_of(request, kOperation);
  for (auto& [member, score] : scores) score += 0.0;  // -0 is kept as 0
  SortedSet result = sorted(scores);
  const std::size_t size = result.size();
  call.store(call[1], std::move(result));
  return Answer::count(size);
}

Answer zintercard(Call& call) {
  Request request = read_request(call, {Operation::intersection, false, true});
  const std::size_t size = result_of(request, Operation::intersection).size();
  return Answer::count(request.limit == 0 ? size : std::min(size, request.limit));
}

constexpr std::array kCommands{
    CommandSpec{"zunion", -3, show<Operation::sum>},
    CommandSpec{"zinter", -3, show<Operation::intersection>},
    CommandSpec{"zdiff", -3, show<Operation::difference>},
    CommandSpec{"zunionstore", -4, store<Operation::sum>, kWrite},
    CommandSpec{"zinterstore", -4, store<Operation::intersection>, kWrite},
    CommandSpec{"zdiffstore", -4, store<Operation::difference>, kWrite},
    CommandSpec{"zintercard", -3, zintercard},
};

}  // namespace

CommandTable sorted_set_algebra_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
