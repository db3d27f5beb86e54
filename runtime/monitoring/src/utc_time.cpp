#include "utc_time.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace redisconf {
namespace {

std::string format(std::chrono::system_clock::time_point time, const char* pattern) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), pattern, &parts)};
}

}  // namespace

std::string format_seconds(std::chrono::system_clock::time_point time) {
  return format(time, "%Y-%m-%dT%H:%M:%SZ");
}

std::string format_milliseconds(std::chrono::system_clock::time_point time) {
  using std::chrono::milliseconds;
  const auto rest = std::chrono::floor<milliseconds>(time.time_since_epoch()).count() % 1000;
  std::array<char, 8> fraction{};
  static_cast<void>(std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(rest)));
  return format(time, "%Y-%m-%dT%H:%M:%S") + fraction.data();
}

}  // namespace redisconf
