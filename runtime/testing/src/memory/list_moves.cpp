// Lists: taking elements, from one to another too, and waiting for them.
#include "memory/blocking.h"
#include "memory/command.h"
#include "memory/numbers.h"
#include "memory/ranges.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace redisconf::testing::memory {
namespace {

std::string take_one(List& list, bool back) {
  std::string element = std::move(back ? list.back() : list.front());
  if (back) {
    list.pop_back();
  } else {
    list.pop_front();
  }
  return element;
}

Answer take(Call& call, const std::string& key, bool back, std::size_t count) {
  List& list = *call.find_as<List>(key);
  Answer taken = Answer::array();
  while (count-- > 0 && !list.empty()) taken.elements.push_back(Answer::bulk(take_one(list, back)));
  call.changed(key);
  return taken;
}

Answer pop(Call& call, bool back) {
  if (call.size() > 3) throw CommandError(wrong_arity(back ? "rpop" : "lpop"));
  const bool counted = call.size() == 3;
  constexpr long long kMost = std::numeric_limits<long long>::max();
  const long long count =
      counted ? require_in_range(call[2], 0, kMost, "value is out of range, must be positive") : 1;
  if (call.find_as<List>(call[1]) == nullptr) return counted ? Answer::nil_array() : Answer::nil();
  if (count == 0) return Answer::array();
  Answer taken = take(call, call[1], back, static_cast<std::size_t>(count));
  return counted ? std::move(taken) : std::move(taken.elements.front());
}

Answer lpop(Call& call) { return pop(call, false); }
Answer rpop(Call& call) { return pop(call, true); }

Answer blocking_pop(Call& call, bool back) {
  const WaitEnd until = require_timeout(call, call[call.size() - 1]);
  const auto serve = [back](Call& serving, const std::string& key) {
    Answer taken = take(serving, key, back, 1);
    return Answer::array({Answer::bulk(key), std::move(taken.elements.front())});
  };
  return serve_or_wait<List>(call, keys_of(call, 1, call.size() - 1), until, serve, Answer::nil_array());
}

Answer blpop(Call& call) { return blocking_pop(call, false); }
Answer brpop(Call& call) { return blocking_pop(call, true); }

// LEFT or RIGHT.
bool is_right(const std::string& word) {
  if (same_word(word, "right")) return true;
  if (!same_word(word, "left")) throw_syntax_error();
  return false;
}

Answer move_one(Call& call, const std::string& from, const std::string& to, bool from_back, bool to_back) {
  static_cast<void>(call.find_as<List>(to));  // of another type: nothing is taken
  const std::string element = take(call, from, from_back, 1).elements.front().text;
  List& target = call.make<List>(to);
  if (to_back) {
    target.push_back(element);
  } else {
    target.push_front(element);
  }
  call.changed(to);
  return Answer::bulk(element);
}

Answer lmove(Call& call) {
  const bool from_back = is_right(call[3]);
  const bool to_back = is_right(call[4]);
  if (call.find_as<List>(call[1]) == nullptr) return Answer::nil();
  return move_one(call, call[1], call[2], from_back, to_back);
}

Answer rpoplpush(Call& call) {
  if (call.find_as<List>(call[1]) == nullptr) return Answer::nil();
  return move_one(call, call[1], call[2], true, false);
}

Answer blocking_move(Call& call, bool from_back, bool to_back, WaitEnd until) {
  const auto serve = [to = call[2], from_back, to_back](Call& serving, const std::string& key) {
    return move_one(serving, key, to, from_back, to_back);
  };
  return serve_or_wait<List>(call, {call[1]}, until, serve, Answer::nil());
}

Answer blmove(Call& call) {
  const bool from_back = is_right(call[3]);
  const bool to_back = is_right(call[4]);
  return blocking_move(call, from_back, to_back, require_timeout(call, call[5]));
}

Answer brpoplpush(Call& call) { return blocking_move(call, true, false, require_timeout(call, call[3])); }

Answer take_named(Call& call, const std::string& key, PopOptions options) {
  return Answer::array({Answer::bulk(key), take(call, key, options.second, options.count)});
}

Answer lmpop(Call& call) {
  const auto [first, end] = require_key_count(call, 1, "numkeys should be greater than 0");
  const PopOptions options = require_pop_options(call, end, "left", "right");
  for (std::size_t at = first; at < end; ++at) {
    if (call.find_as<List>(call[at]) != nullptr) return take_named(call, call[at], options);
  }
  return Answer::nil_array();
}

Answer blmpop(Call& call) {
  const auto [first, end] = require_key_count(call, 2, "numkeys should be greater than 0");
  const PopOptions options = require_pop_options(call, end, "left", "right");
  const WaitEnd until = require_timeout(call, call[1]);
  const auto serve = [options](Call& serving, const std::string& key) {
    return take_named(serving, key, options);
  };
  return serve_or_wait<List>(call, keys_of(call, first, end), until, serve, Answer::nil_array());
}

constexpr std::array kCommands{
    CommandSpec{"lpop", -2, lpop, kWrite},
    CommandSpec{"rpop", -2, rpop, kWrite},
    CommandSpec{"blpop", -3, blpop, kWrite | kNoScript},
    CommandSpec{"brpop", -3, brpop, kWrite | kNoScript},
    CommandSpec{"lmove", 5, lmove, kWrite},
    CommandSpec{"rpoplpush", 3, rpoplpush, kWrite},
    CommandSpec{"blmove", 6, blmove, kWrite | kNoScript},
    CommandSpec{"brpoplpush", 4, brpoplpush, kWrite | kNoScript},
    CommandSpec{"lmpop", -4, lmpop, kWrite},
    CommandSpec{"blmpop", -5, blmpop, kWrite | kNoScript},
};

}  // namespace

CommandTable list_move_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
