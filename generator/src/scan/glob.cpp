#include "scan/glob.h"

#include <cstddef>

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

// Where to go on after a mismatch: one star that takes a byte more.
struct Retry {
  std::size_t pattern = kNowhere;
  std::size_t text = 0;

  bool take_one_more(std::string_view given, bool across_folders, std::size_t& at_pattern,
                     std::size_t& at_text) noexcept {
    if (pattern == kNowhere || text >= given.size()) return false;
    if (!across_folders && given[text] == '/') return false;
    ++text;
    at_pattern = pattern;
    at_text = text;
    return true;
  }
};

// Greedy with one way back a kind of star: at most pattern × text steps.
bool matches(std::string_view pattern, std::string_view text) noexcept {
  Retry star;
  Retry globstar;
  std::size_t p = 0;
  std::size_t t = 0;
  while (t < text.size() || p < pattern.size()) {
    if (pattern.substr(p).starts_with("**")) {
      p += pattern.substr(p).starts_with("**/") ? 3 : 2;
      globstar = {p, t};
      star = {};
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = {++p, t};
    } else if (p < pattern.size() && t < text.size() &&
               (pattern[p] == text[t] || (pattern[p] == '?' && text[t] != '/'))) {
      ++p;
      ++t;
    } else if (!star.take_one_more(text, false, p, t)) {
      star = {};
      if (!globstar.take_one_more(text, true, p, t)) return false;
    }
  }
  return true;
}

}  // namespace

bool matches_glob(std::string_view pattern, std::string_view path) noexcept {
  while (pattern.ends_with('/')) pattern.remove_suffix(1);
  if (pattern.find('/') == std::string_view::npos) return matches(pattern, path.substr(path.rfind('/') + 1));
  if (pattern.starts_with('/')) pattern.remove_prefix(1);
  return matches(pattern, path);
}

}  // namespace redisconf::compiler::scan
