// Sets.
#include "memory/choice.h"
#include "memory/command.h"
#include "memory/numbers.h"
#include "memory/ranges.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>

namespace redisconf::testing::memory {
namespace {

constexpr long long kMost = std::numeric_limits<long long>::max();

Answer array_of(const Set& set) {
  Answer answer = Answer::array();
  for (const std::string& member : set) answer.elements.push_back(Answer::bulk(member));
  return answer;
}

Answer sadd(Call& call) {
  Set& set = call.make<Set>(call[1]);
  std::size_t added = 0;
  for (std::size_t at = 2; at < call.size(); ++at) added += set.insert(call[at]).second ? 1U : 0U;
  if (added > 0) call.changed(call[1]);
  return Answer::count(added);
}

Answer srem(Call& call) {
  Set* const set = call.find_as<Set>(call[1]);
  if (set == nullptr) return Answer::integer(0);
  std::size_t removed = 0;
  for (std::size_t at = 2; at < call.size(); ++at) removed += set->erase(call[at]);
  if (removed > 0) call.changed(call[1]);
  return Answer::count(removed);
}

bool is_member(const Set* set, const std::string& member) { return set != nullptr && set->contains(member); }

Answer sismember(Call& call) {
  return Answer::integer(is_member(call.find_as<Set>(call[1]), call[2]) ? 1 : 0);
}

Answer smismember(Call& call) {
  const Set* const set = call.find_as<Set>(call[1]);
  Answer answer = Answer::array();
  for (std::size_t at = 2; at < call.size(); ++at)
    answer.elements.push_back(Answer::integer(is_member(set, call[at]) ? 1 : 0));
  return answer;
}

Answer scard(Call& call) {
  const Set* const set = call.find_as<Set>(call[1]);
  return Answer::count(set == nullptr ? 0 : set->size());
}

Answer smembers(Call& call) {
  const Set* const set = call.find_as<Set>(call[1]);
  return set == nullptr ? Answer::array() : array_of(*set);
}

std::vector<std::string> members_at(const Set& set, const std::vector<std::size_t>& places) {
  std::vector<std::string> members;
  members.reserve(places.size());
  for (const std::size_t place : places)
    members.push_back(*std::next(set.begin(), static_cast<std::ptrdiff_t>(place)));
  return members;
}

Answer bulks(const std::vector<std::string>& members) {
  Answer answer = Answer::array();
  for (const std::string& member : members) answer.elements.push_back(Answer::bulk(member));
  return answer;
}

Answer spop(Call& call) {
  if (call.size() > 3) throw_syntax_error();
  const bool counted = call.size() == 3;
  const long long count =
      counted ? require_in_range(call[2], 0, kMost, "value is out of range, must be positive") : 1;
  Set* const set = call.find_as<Set>(call[1]);
  if (set == nullptr) return counted ? Answer::array() : Answer::nil();
  const auto members = members_at(*set, choose(call.engine, set->size(), count));
  for (const std::string& member : members) set->erase(member);
  if (!members.empty()) call.changed(call[1]);
  return counted ? bulks(members) : Answer::bulk(members.front());
}

Answer srandmember(Call& call) {
  if (call.size() > 3) throw_syntax_error();
  const bool counted = call.size() == 3;
  const long long count = counted ? require_choice(call[2]) : 1;
  const Set* const set = call.find_as<Set>(call[1]);
  if (set == nullptr) return counted ? Answer::array() : Answer::nil();
  const auto members = members_at(*set, choose(call.engine, set->size(), count));
  return counted ? bulks(members) : Answer::bulk(members.front());
}

Answer smove(Call& call) {
  Set* const from = call.find_as<Set>(call[1]);
  if (from == nullptr) return Answer::integer(0);
  static_cast<void>(call.find_as<Set>(call[2]));
  if (!from->contains(call[3])) return Answer::integer(0);
  if (call[1] == call[2]) return Answer::integer(1);
  from->erase(call[3]);
  call.changed(call[1]);
  call.make<Set>(call[2]).insert(call[3]);
  call.changed(call[2]);
  return Answer::integer(1);
}

// A missing key is an empty set. All keys are looked at, for one of another type is an error.
std::vector<Set> sets_of(const Call& call, std::size_t first, std::size_t end) {
  std::vector<Set> sets;
  for (std::size_t at = first; at < end; ++at) {
    const Set* const set = call.find_as<Set>(call[at]);
    sets.push_back(set == nullptr ? Set{} : *set);
  }
  return sets;
}

using Combine = Set (*)(const Set&, const Set&);

Set intersection(const Set& left, const Set& right) {
  Set both;
  std::ranges::set_intersection(left, right, std::inserter(both, both.end()));
  return both;
}

Set sum(const Set& left, const Set& right) {
  Set all;
  std::ranges::set_union(left, right, std::inserter(all, all.end()));
  return all;
}

Set difference(const Set& left, const Set& right) {
  Set rest;
  std::ranges::set_difference(left, right, std::inserter(rest, rest.end()));
  return rest;
}

Set combined(const Call& call, std::size_t first, std::size_t end, Combine combine) {
  const std::vector<Set> sets = sets_of(call, first, end);
  Set result = sets.front();
  for (std::size_t at = 1; at < sets.size(); ++at) result = combine(result, sets[at]);
  return result;
}

template <Combine kCombine>
Answer show(Call& call) {
  return array_of(combined(call, 1, call.size(), kCombine));
}

template <Combine kCombine>
Answer store(Call& call) {
  Set result = combined(call, 2, call.size(), kCombine);
  const std::size_t size = result.size();
  call.store(call[1], std::move(result));
  return Answer::count(size);
}

Answer sintercard(Call& call) {
  const long long keys = require_in_range(call[1], 1, kMost, "numkeys should be greater than 0");
  if (static_cast<std::size_t>(keys) > call.size() - 2)
    throw CommandError("ERR Number of keys can't be greater than number of args");
  const std::size_t end = 2 + static_cast<std::size_t>(keys);
  long long limit = 0;
  for (std::size_t at = end; at < call.size(); at += 2) {
    if (!same_word(call[at], "limit") || at + 1 == call.size()) throw_syntax_error();
    limit = require_in_range(call[at + 1], 0, kMost, "LIMIT can't be negative");
  }
  const std::size_t size = combined(call, 2, end, intersection).size();
  return Answer::count(limit == 0 ? size : std::min(size, static_cast<std::size_t>(limit)));
}

constexpr std::array kCommands{
    CommandSpec{"sadd", -3, sadd, kWrite},
    CommandSpec{"srem", -3, srem, kWrite},
    CommandSpec{"sismember", 3, sismember},
    CommandSpec{"smismember", -3, smismember},
    CommandSpec{"scard", 2, scard},
    CommandSpec{"smembers", 2, smembers},
    CommandSpec{"spop", -2, spop, kWrite},
    CommandSpec{"srandmember", -2, srandmember},
    CommandSpec{"smove", 4, smove, kWrite},
    CommandSpec{"sinter", -2, show<intersection>},
    CommandSpec{"sunion", -2, show<sum>},
    CommandSpec{"sdiff", -2, show<difference>},
    CommandSpec{"sinterstore", -3, store<intersection>, kWrite},
    CommandSpec{"sunionstore", -3, store<sum>, kWrite},
    CommandSpec{"sdiffstore", -3, store<difference>, kWrite},
    CommandSpec{"sintercard", -3, sintercard},
};

}  // namespace

CommandTable set_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
