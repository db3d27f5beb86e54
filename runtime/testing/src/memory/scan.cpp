// SCAN and its kin. The cursor is the next element's hash: whatever comes and goes meanwhile, an element
// that stays is given at least once, as Redis promises.
#include "memory/command.h"
#include "memory/glob.h"
#include "memory/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <limits>

namespace redisconf::testing::memory {
namespace {

// So many elements of one collection are given at once, whatever COUNT says, as Redis does with small ones.
constexpr std::size_t kSmall = 128;

struct Options {
  std::size_t count = 10;
  std::optional<std::string> pattern{};
  std::optional<std::string> type{};
};

std::size_t require_cursor(std::string_view text) {
  std::size_t cursor = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cursor);
  if (error != std::errc{} || end != text.data() + text.size()) throw CommandError("ERR invalid cursor");
  return cursor;
}

Options read_options(const Call& call, std::size_t at, bool keys) {
  Options options;
  for (; at < call.size(); at += 2) {
    const bool more = at + 1 < call.size();
    if (same_word(call[at], "count") && more) {
      const long long count = require_integer(call[at + 1]);
      if (count < 1) throw_syntax_error();
      options.count = static_cast<std::size_t>(count);
    } else if (same_word(call[at], "match") && more) {
      options.pattern = call[at + 1];
    } else if (keys && same_word(call[at], "type") && more) {
      options.type = lower_case(call[at + 1]);
    } else {
      throw_syntax_error();
    }
  }
  return options;
}

// Never 0, which begins and ends a scan.
std::size_t place_of(std::string_view name) noexcept {
  constexpr std::size_t kHalf = std::numeric_limits<std::size_t>::max() / 2;
  return std::hash<std::string_view>{}(name) % kHalf + 1;
}

struct Item {
  std::size_t place;
  std::string_view name;
  Answer value;  // none for keys and sets
};

struct Slice {
  std::vector<Item> items;
  std::size_t next = 0;
};

// Items of one place stay together, so a slice may be longer than `count`.
Slice slice_of(std::vector<Item> all, std::size_t cursor, std::size_t count) {
  Slice slice;
  std::erase_if(all, [cursor](const Item& item) { return item.place < cursor; });
  std::ranges::sort(all, {}, &Item::place);
  for (Item& item : all) {
    if (slice.items.size() >= count && item.place != slice.items.back().place) {
      slice.next = item.place;
      break;
    }
    slice.items.push_back(std::move(item));
  }
  return slice;
}

Answer answer_of(Slice slice, const Options& options) {
  Answer elements = Answer::array();
  for (Item& item : slice.items) {
    if (options.pattern && !matches_glob(*options.pattern, item.name)) continue;
    elements.elements.push_back(Answer::bulk(item.name));
    if (item.value.kind != Answer::Kind::none) elements.elements.push_back(std::move(item.value));
  }
  return Answer::array({Answer::bulk(std::to_string(slice.next)), std::move(elements)});
}

Answer scan(Call& call) {
  const std::size_t cursor = require_cursor(call[1]);
  const Options options = read_options(call, 2, true);
  call.keyspace().drop_expired(call.now());
  std::vector<Item> items;
  for (const auto& [key, entry] : call.keyspace().entries()) items.push_back({place_of(key), key, {}});
  Slice slice = slice_of(std::move(items), cursor, options.count);
  if (options.type) {
    std::erase_if(slice.items,
                  [&](const Item& item) { return type_name(call.find(item.name)->value) != *options.type; });
  }
  return answer_of(std::move(slice), options);
}

Answer scan_inside(Call& call, const std::function<std::vector<Item>()>& items_of_key) {
  const std::size_t cursor = require_cursor(call[2]);
  std::vector<Item> items = items_of_key();
  if (items.empty()) return Answer::array({Answer::bulk("0"), Answer::array()});
  const Options options = read_options(call, 3, false);
  const std::size_t count = items.size() <= kSmall ? items.size() : options.count;
  return answer_of(slice_of(std::move(items), cursor, count), options);
}

Answer hscan(Call& call) {
  return scan_inside(call, [&] {
    std::vector<Item> items;
    const Hash* const hash = call.find_as<Hash>(call[1]);
    if (hash == nullptr) return items;
    for (const auto& [field, value] : *hash) items.push_back({place_of(field), field, Answer::bulk(value)});
    return items;
  });
}

Answer sscan(Call& call) {
  return scan_inside(call, [&] {
    std::vector<Item> items;
    const Set* const set = call.find_as<Set>(call[1]);
    if (set == nullptr) return items;
    for (const auto& member : *set) items.push_back({place_of(member), member, {}});
    return items;
  });
}

Answer zscan(Call& call) {
  return scan_inside(call, [&] {
    std::vector<Item> items;
    const SortedSet* const set = call.find_as<SortedSet>(call[1]);
    if (set == nullptr) return items;
    for (const auto& [score, member] : set->order())
      items.push_back({place_of(member), member, Answer::bulk(format_double(score))});
    return items;
  });
}

constexpr std::array kCommands{
    CommandSpec{"scan", -2, scan},
    CommandSpec{"hscan", -3, hscan},
    CommandSpec{"sscan", -3, sscan},
    CommandSpec{"zscan", -3, zscan},
};

}  // namespace

CommandTable scan_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
