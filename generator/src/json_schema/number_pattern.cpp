#include "json_schema/number_pattern.h"

#include <string_view>

namespace redisconf::compiler {
namespace {

std::string digit_class(char low, char high) {
  if (low == high) return {low};
  if (low == '0' && high == '9') return "[0-9]";
  return std::string("[") + low + '-' + high + ']';
}

std::string any_digits(std::size_t count) {
  if (count == 0) return {};
  return count == 1 ? "[0-9]" : "[0-9]{" + std::to_string(count) + '}';
}

bool all(std::string_view text, char digit) {
  return text.find_first_not_of(digit) == std::string_view::npos;
}

// Numbers of one length, leading zeros included; `low` <= `high`.
std::string same_length(std::string_view low, std::string_view high) {
  if (low.empty()) return {};
  if (low.front() == high.front()) return low.front() + same_length(low.substr(1), high.substr(1));
  const std::string_view low_rest = low.substr(1);
  const std::string_view high_rest = high.substr(1);
  char first = low.front();
  char last = high.front();
  std::string alternatives;
  const auto add = [&alternatives](const std::string& alternative) {
    alternatives += (alternatives.empty() ? "" : "|") + alternative;
  };
  if (!all(low_rest, '0')) {
    add(first + same_length(low_rest, std::string(low_rest.size(), '9')));
    ++first;
  }
  const bool cut = !all(high_rest, '9');
  if (cut) --last;
  if (first <= last) add(digit_class(first, last) + any_digits(low_rest.size()));
  if (cut) add(high.front() + same_length(std::string(high_rest.size(), '0'), high_rest));
  return "(?:" + alternatives + ')';
}

}  // namespace

std::string number_pattern(std::int64_t low, std::int64_t high) {
  const std::string last = std::to_string(high);
  std::string alternatives;
  for (std::string from = std::to_string(low);; from = '1' + std::string(from.size(), '0')) {
    const bool longest = from.size() == last.size();
    alternatives +=
        (alternatives.empty() ? "" : "|") + same_length(from, longest ? last : std::string(from.size(), '9'));
    if (longest) return "(?:" + alternatives + ')';
  }
}

}  // namespace redisconf::compiler
