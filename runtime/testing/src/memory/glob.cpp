#include "memory/glob.h"

#include <utility>

namespace redisconf::testing::memory {
namespace {

// Of the class behind a [, which moves behind its ]; one that is not closed ends with the pattern.
bool matches_class(std::string_view& pattern, char c) noexcept {
  const bool inverted = pattern.starts_with('^');
  if (inverted) pattern.remove_prefix(1);
  bool found = false;
  while (!pattern.empty() && pattern.front() != ']') {
    if (pattern.front() == '\\' && pattern.size() >= 2) {
      found = found || pattern[1] == c;
      pattern.remove_prefix(2);
    } else if (pattern.size() >= 3 && pattern[1] == '-') {
      char low = pattern[0];
      char high = pattern[2];
      if (low > high) std::swap(low, high);
      found = found || (c >= low && c <= high);
      pattern.remove_prefix(3);
    } else {
      found = found || pattern.front() == c;
      pattern.remove_prefix(1);
    }
  }
  if (!pattern.empty()) pattern.remove_prefix(1);
  return found != inverted;
}

// One character of the text against what stands in front of the pattern, which is no star.
bool matches_one(std::string_view& pattern, char c) noexcept {
  const char first = pattern.front();
  pattern.remove_prefix(1);
  if (first == '?') return true;
  if (first == '[') return matches_class(pattern, c);
  if (first != '\\' || pattern.empty()) return first == c;
  const char escaped = pattern.front();
  pattern.remove_prefix(1);
  return escaped == c;
}

}  // namespace

// After a mismatch only the last star need take one character more.
bool matches_glob(std::string_view pattern, std::string_view text) noexcept {
  std::string_view after_star;
  std::string_view from_star;
  bool star = false;
  for (;;) {
    if (pattern.starts_with('*')) {
      pattern.remove_prefix(1);
      after_star = pattern;
      from_star = text;
      star = true;
      continue;
    }
    if (text.empty()) return pattern.empty();
    if (!pattern.empty() && matches_one(pattern, text.front())) {
      text.remove_prefix(1);
      continue;
    }
    if (!star || from_star.empty()) return false;
    from_star.remove_prefix(1);
    text = from_star;
    pattern = after_star;
  }
}

}  // namespace redisconf::testing::memory
