#include "sim/trace.h"

#include <array>
#include <cstdio>
#include <cstring>

namespace redisconf::sim {

void Trace::mix(std::string_view words) noexcept {
  while (words.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, words.data(), sizeof word);
    mix(word);
    words.remove_prefix(sizeof word);
  }
  for (const char each : words) mix(static_cast<unsigned char>(each));
}

void Trace::note(Time now, std::string_view what, std::uint64_t first, std::uint64_t second) {
  mix(static_cast<std::uint64_t>(now.time_since_epoch().count()));
  mix(actor_);
  mix(what);
  mix(first);
  mix(second);
  if (!with_text_) return;
  begin_line(now);
  text_.append(what).append(" ").append(std::to_string(first)).append(" ").append(std::to_string(second));
  text_ += '\n';
}

void Trace::say(Time now, std::string_view words) {
  mix(static_cast<std::uint64_t>(now.time_since_epoch().count()));
  mix(actor_);
  mix(words);
  if (!with_text_) return;
  begin_line(now);
  text_.append(words) += '\n';
}

void Trace::begin_line(Time now) {
  const auto since = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
  std::array<char, 64> start{};
  const int size = std::snprintf(start.data(), start.size(), "%14.6f ms  %-3llu ",
                                 static_cast<double>(since) / 1e6, static_cast<unsigned long long>(actor_));
  text_.append(start.data(), static_cast<std::size_t>(size));
}

}  // namespace redisconf::sim
