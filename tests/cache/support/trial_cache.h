// Caches and values for tests.
#pragma once

#include "client/support/trial_config.h"
#include "support/eventually.h"

#include <redisconf/cache/cache.h>
#include <redisconf/cache/json.h>
#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>

#include <chrono>
#include <string>

namespace redisconf::test {

template <class Condition>
[[nodiscard]] bool becomes(const Condition& condition) {
  return eventually(condition, std::chrono::seconds(20), std::chrono::milliseconds(1));
}

struct Visit {
  std::string page;
  std::chrono::system_clock::time_point at;
  friend bool operator==(const Visit&, const Visit&) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Visit, page, at)

// As a schema would declare it: an hour, no fallback, nothing else unless a test asks for it.
[[nodiscard]] inline CacheSettings visits() {
  CacheSettings settings;
  settings.name = "visits";
  settings.key_prefix = "trial:visits:";
  settings.time_to_live = std::chrono::hours(1);
  return settings;
}

[[nodiscard]] inline Visit visit(std::string page) {
  return {std::move(page),
          std::chrono::system_clock::time_point(std::chrono::milliseconds(1'769'860'800'250))};
}

}  // namespace redisconf::test
