#include "memory/ranges.h"

#include "memory/numbers.h"

#include <algorithm>
#include <limits>

namespace redisconf::testing::memory {
namespace {

constexpr long long kMost = std::numeric_limits<long long>::max();

}  // namespace

IndexRange index_range(long long first, long long last, std::size_t size) noexcept {
  const auto count = static_cast<long long>(size);
  if (first < 0) first = std::max(first + count, 0LL);
  if (last < 0) last += count;
  last = std::min(last, count - 1);
  if (first > last || first >= count) return {};
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(last) + 1};
}

KeyCount require_key_count(const Call& call, std::size_t at, std::string_view error) {
  const long long count = require_in_range(call[at], 1, kMost, error);
  const std::size_t room = call.size() - at - 1;
  if (static_cast<std::size_t>(count) > room) throw_syntax_error();
  return {at + 1, at + 1 + static_cast<std::size_t>(count)};
}

PopOptions require_pop_options(const Call& call, std::size_t at, std::string_view first_word,
                               std::string_view second_word) {
  PopOptions options;
  if (at >= call.size()) throw_syntax_error();
  options.second = same_word(call[at], second_word);
  if (!options.second && !same_word(call[at], first_word)) throw_syntax_error();
  bool counted = false;
  for (++at; at < call.size(); at += 2) {
    if (counted || !same_word(call[at], "count") || at + 1 == call.size()) throw_syntax_error();
    options.count =
        static_cast<std::size_t>(require_in_range(call[at + 1], 1, kMost, "count should be greater than 0"));
    counted = true;
  }
  return options;
}

}  // namespace redisconf::testing::memory
