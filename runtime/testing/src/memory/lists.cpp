// Lists: what stays within one.
#include "memory/command.h"
#include "memory/numbers.h"
#include "memory/ranges.h"

#include <algorithm>
#include <array>
#include <limits>

namespace redisconf::testing::memory {
namespace {

constexpr long long kMost = std::numeric_limits<long long>::max();

Answer push(Call& call, bool front, bool only_old) {
  if (only_old && call.find_as<List>(call[1]) == nullptr) return Answer::integer(0);
  List& list = call.make<List>(call[1]);
  for (std::size_t at = 2; at < call.size(); ++at) {
    if (front) {
      list.push_front(call[at]);
    } else {
      list.push_back(call[at]);
    }
  }
  const std::size_t size = list.size();
  call.changed(call[1]);
  return Answer::count(size);
}

Answer lpush(Call& call) { return push(call, true, false); }
Answer rpush(Call& call) { return push(call, false, false); }
Answer lpushx(Call& call) { return push(call, true, true); }
Answer rpushx(Call& call) { return push(call, false, true); }

Answer llen(Call& call) {
  const List* const list = call.find_as<List>(call[1]);
  return Answer::count(list == nullptr ? 0 : list->size());
}

// Null when there is no such element.
std::string* element_at(List& list, long long index) {
  if (index < 0) index += static_cast<long long>(list.size());
  if (index < 0 || index >= static_cast<long long>(list.size())) return nullptr;
  return &list[static_cast<std::size_t>(index)];
}

Answer lindex(Call& call) {
  List* const list = call.find_as<List>(call[1]);
  if (list == nullptr) return Answer::nil();
  const std::string* const element = element_at(*list, require_integer(call[2]));
  return element == nullptr ? Answer::nil() : Answer::bulk(*element);
}

Answer lset(Call& call) {
  List* const list = call.find_as<List>(call[1]);
  if (list == nullptr) throw CommandError("ERR no such key");
  std::string* const element = element_at(*list, require_integer(call[2]));
  if (element == nullptr) throw CommandError("ERR index out of range");
  *element = call[3];
  call.changed(call[1]);
  return Answer::ok();
}

Answer linsert(Call& call) {
  const bool after = same_word(call[2], "after");
  if (!after && !same_word(call[2], "before")) throw_syntax_error();
  List* const list = call.find_as<List>(call[1]);
  if (list == nullptr) return Answer::integer(0);
  const auto found = std::ranges::find(*list, call[3]);
  if (found == list->end()) return Answer::integer(-1);
  list->insert(after ? std::next(found) : found, call[4]);
  call.changed(call[1]);
  return Answer::count(list->size());
}

Answer lrange(Call& call) {
  const long long first = require_integer(call[2]);
  const long long last = require_integer(call[3]);
  Answer answer = Answer::array();
  const List* const list = call.find_as<List>(call[1]);
  if (list == nullptr) return answer;
  const auto [begin, end] = index_range(first, last, list->size());
  for (std::size_t at = begin; at < end; ++at) answer.elements.push_back(Answer::bulk((*list)[at]));
  return answer;
}

Answer ltrim(Call& call) {
  const long long first = require_integer(call[2]);
  const long long last = require_integer(call[3]);
  List* const list = call.find_as<List>(call[1]);
  if (list == nullptr) return Answer::ok();
  const auto [begin, end] = index_range(first, last, list->size());
  list->erase(list->begin() + static_cast<std::ptrdiff_t>(end), list->end());
  list->erase(list->begin(), list->begin() + static_cast<std::ptrdiff_t>(begin));
  call.changed(call[1]);
  return Answer::ok();
}

Answer lrem(Call& call) {
  const long long count = require_integer(call[2]);
  List* const list = call.find_as<List>(call[1]);
  if (list == nullptr) return Answer::integer(0);
  const bool from_end = count < 0;
  const auto most =
      count == 0 ? list->size() : static_cast<std::size_t>(from_end ? -(count + 1) : count - 1) + 1;
  std::size_t removed = 0;
  const auto is_one = [&](const std::string& element) {
    if (removed == most || element != call[3]) return false;
    ++removed;
    return true;
  };
  if (from_end) std::ranges::reverse(*list);
  std::erase_if(*list, is_one);
  if (from_end) std::ranges::reverse(*list);
  if (removed > 0) call.changed(call[1]);
  return Answer::count(removed);
}

struct Search {
  long long rank = 1;
  std::optional<std::size_t> count{};  // 0: all
  std::size_t most = 0;                // compared; 0: all
};

Search read_search(const Call& call) {
  Search search;
  for (std::size_t at = 3; at < call.size(); at += 2) {
    if (at + 1 == call.size()) throw_syntax_error();
    const std::string& value = call[at + 1];
    if (same_word(call[at], "rank")) {
      search.rank = require_integer(value);
      if (search.rank == 0) {
        throw CommandError(
            "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use "
            "negative to start from the end of the list");
      }
    } else if (same_word(call[at], "count")) {
      search.count = static_cast<std::size_t>(require_in_range(value, 0, kMost, "COUNT can't be negative"));
    } else if (same_word(call[at], "maxlen")) {
      search.most = static_cast<std::size_t>(require_in_range(value, 0, kMost, "MAXLEN can't be negative"));
    } else {
      throw_syntax_error();
    }
  }
  return search;
}

std::vector<Answer> places(const List& list, const std::string& wanted, const Search& search) {
  std::vector<Answer> found;
  const std::size_t most = search.most == 0 ? list.size() : std::min(search.most, list.size());
  const std::size_t limit = search.count ? *search.count : 1;
  auto to_skip = static_cast<unsigned long long>(search.rank < 0 ? -(search.rank + 1) : search.rank - 1);
  for (std::size_t step = 0; step < most; ++step) {
    const std::size_t at = search.rank < 0 ? list.size() - 1 - step : step;
    if (list[at] != wanted) continue;
    if (to_skip > 0) {
      --to_skip;
      continue;
    }
    found.push_back(Answer::count(at));
    if (limit != 0 && found.size() == limit) break;
  }
  return found;
}

Answer lpos(Call& call) {
  const Search search = read_search(call);
  const List* const list = call.find_as<List>(call[1]);
  std::vector<Answer> found;
  if (list != nullptr) found = places(*list, call[2], search);
  if (search.count) return Answer::array(std::move(found));
  return found.empty() ? Answer::nil() : found.front();
}

constexpr std::array kCommands{
    CommandSpec{"lpush", -3, lpush, kWrite},
    CommandSpec{"rpush", -3, rpush, kWrite},
    CommandSpec{"lpushx", -3, lpushx, kWrite},
    CommandSpec{"rpushx", -3, rpushx, kWrite},
    CommandSpec{"llen", 2, llen},
    CommandSpec{"lindex", 3, lindex},
    CommandSpec{"lset", 4, lset, kWrite},
    CommandSpec{"linsert", 5, linsert, kWrite},
    CommandSpec{"lrange", 4, lrange},
    CommandSpec{"ltrim", 4, ltrim, kWrite},
    CommandSpec{"lrem", 4, lrem, kWrite},
    CommandSpec{"lpos", -3, lpos},
};

}  // namespace

CommandTable list_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
