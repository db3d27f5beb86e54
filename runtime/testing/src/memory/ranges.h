// Indexes that count from the end when they are negative, and options of several families.
//
// Thread-safety: pure. Errors: CommandError.
#pragma once

#include "memory/command.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace redisconf::testing::memory {

struct IndexRange {
  std::size_t first = 0;
  std::size_t end = 0;  // the same as first when there is nothing
};

// From `first` to `last`, both counted, of so many elements.
[[nodiscard]] IndexRange index_range(long long first, long long last, std::size_t size) noexcept;

// "2 a b": how many keys, and where they begin.
struct KeyCount {
  std::size_t first = 0;
  std::size_t end = 0;
};
[[nodiscard]] KeyCount require_key_count(const Call& call, std::size_t at, std::string_view error);

// What stands behind the keys of LMPOP and ZMPOP: one word, and COUNT. `word` tells which of the two it is.
struct PopOptions {
  bool second = false;
  std::size_t count = 1;
};
[[nodiscard]] PopOptions require_pop_options(const Call& call, std::size_t at, std::string_view first_word,
                                             std::string_view second_word);

}  // namespace redisconf::testing::memory
