// Hashes.
#include "memory/choice.h"
#include "memory/command.h"
#include "memory/numbers.h"

#include <array>
#include <cmath>
#include <limits>

namespace redisconf::testing::memory {
namespace {

const std::string* field_of(const Hash* hash, const std::string& field) {
  if (hash == nullptr) return nullptr;
  const auto found = hash->find(field);
  return found == hash->end() ? nullptr : &found->second;
}

Answer bulk_or_nil(const std::string* text) { return text == nullptr ? Answer::nil() : Answer::bulk(*text); }

std::size_t set_fields(Call& call, std::string_view name) {
  if (call.size() % 2 == 1) throw CommandError(wrong_arity(name));
  Hash& hash = call.make<Hash>(call[1]);
  const std::size_t before = hash.size();
  for (std::size_t at = 2; at < call.size(); at += 2) hash.insert_or_assign(call[at], call[at + 1]);
  call.changed(call[1]);
  return hash.size() - before;
}

Answer hset(Call& call) { return Answer::count(set_fields(call, "hset")); }

Answer hmset(Call& call) {
  static_cast<void>(set_fields(call, "hmset"));
  return Answer::ok();
}

Answer hset_nx(Call& call) {
  const bool added = call.make<Hash>(call[1]).emplace(call[2], call[3]).second;
  if (added) call.changed(call[1]);
  return Answer::integer(added ? 1 : 0);
}

Answer hget(Call& call) { return bulk_or_nil(field_of(call.find_as<Hash>(call[1]), call[2])); }

Answer hmget(Call& call) {
  const Hash* const hash = call.find_as<Hash>(call[1]);
  Answer values = Answer::array();
  for (std::size_t at = 2; at < call.size(); ++at)
    values.elements.push_back(bulk_or_nil(field_of(hash, call[at])));
  return values;
}

Answer list_fields(Call& call, bool fields, bool values) {
  Answer answer = Answer::array();
  const Hash* const hash = call.find_as<Hash>(call[1]);
  if (hash == nullptr) return answer;
  for (const auto& [field, value] : *hash) {
    if (fields) answer.elements.push_back(Answer::bulk(field));
    if (values) answer.elements.push_back(Answer::bulk(value));
  }
  return answer;
}

Answer hgetall(Call& call) { return list_fields(call, true, true); }
Answer hkeys(Call& call) { return list_fields(call, true, false); }
Answer hvals(Call& call) { return list_fields(call, false, true); }

Answer hdel(Call& call) {
  Hash* const hash = call.find_as<Hash>(call[1]);
  std::size_t removed = 0;
  if (hash == nullptr) return Answer::count(0);
  for (std::size_t at = 2; at < call.size(); ++at) removed += hash->erase(call[at]);
  if (removed > 0) call.changed(call[1]);
  return Answer::count(removed);
}

Answer hlen(Call& call) {
  const Hash* const hash = call.find_as<Hash>(call[1]);
  return Answer::count(hash == nullptr ? 0 : hash->size());
}

Answer hexists(Call& call) {
  return Answer::integer(field_of(call.find_as<Hash>(call[1]), call[2]) == nullptr ? 0 : 1);
}

Answer hstrlen(Call& call) {
  const std::string* const value = field_of(call.find_as<Hash>(call[1]), call[2]);
  return Answer::count(value == nullptr ? 0 : value->size());
}

Answer hincrby(Call& call) {
  const long long by = require_integer(call[3]);
  const std::string* const old = field_of(call.find_as<Hash>(call[1]), call[2]);
  const long long sum =
      add_or_throw(old == nullptr ? 0 : require_integer(*old, "hash value is not an integer"), by);
  call.make<Hash>(call[1]).insert_or_assign(call[2], std::to_string(sum));
  call.changed(call[1]);
  return Answer::integer(sum);
}

Answer hincrbyfloat(Call& call) {
  const long double by = require_long_double(call[3]);
  if (!std::isfinite(by)) throw CommandError("ERR value is NaN or Infinity");
  const std::string* const old = field_of(call.find_as<Hash>(call[1]), call[2]);
  const long double sum = by + (old == nullptr ? 0 : require_long_double(*old, "hash value is not a float"));
  if (!std::isfinite(sum)) throw CommandError("ERR increment would produce NaN or Infinity");
  const std::string text = format_long_double(sum);
  call.make<Hash>(call[1]).insert_or_assign(call[2], text);
  call.changed(call[1]);
  return Answer::bulk(text);
}

Answer hrandfield(Call& call) {
  const Hash* hash = nullptr;
  if (call.size() == 2) {
    hash = call.find_as<Hash>(call[1]);
    if (hash == nullptr) return Answer::nil();
    const auto steps = static_cast<std::ptrdiff_t>(call.engine.random_below(hash->size()));
    return Answer::bulk(std::next(hash->begin(), steps)->first);
  }
  const long long count = require_choice(call[2]);
  const bool values = call.size() == 4 && same_word(call[3], "withvalues");
  if (call.size() > 4 || (call.size() == 4 && !values)) throw_syntax_error();
  constexpr long long kHalf = std::numeric_limits<long long>::max() / 2;
  if (values && (count < -kHalf || count > kHalf)) throw CommandError("ERR value is out of range");
  hash = call.find_as<Hash>(call[1]);
  Answer answer = Answer::array();
  if (hash == nullptr) return answer;
  for (const std::size_t place : choose(call.engine, hash->size(), count)) {
    const auto found = std::next(hash->begin(), static_cast<std::ptrdiff_t>(place));
    answer.elements.push_back(Answer::bulk(found->first));
    if (values) answer.elements.push_back(Answer::bulk(found->second));
  }
  return answer;
}

constexpr std::array kCommands{
    CommandSpec{"hset", -4, hset, kWrite},
    CommandSpec{"hmset", -4, hmset, kWrite},
    CommandSpec{"hsetnx", 4, hset_nx, kWrite},
    CommandSpec{"hget", 3, hget},
    CommandSpec{"hmget", -3, hmget},
    CommandSpec{"hgetall", 2, hgetall},
    CommandSpec{"hkeys", 2, hkeys},
    CommandSpec{"hvals", 2, hvals},
    CommandSpec{"hdel", -3, hdel, kWrite},
    CommandSpec{"hlen", 2, hlen},
    CommandSpec{"hexists", 3, hexists},
    CommandSpec{"hstrlen", 3, hstrlen},
    CommandSpec{"hincrby", 4, hincrby, kWrite},
    CommandSpec{"hincrbyfloat", 4, hincrbyfloat, kWrite},
    CommandSpec{"hrandfield", -2, hrandfield},
};

}  // namespace

CommandTable hash_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
