// How long an entry lives in Redis: by the settings, less their jitter, so that entries made together
// don't end together; and how long a stale one is kept behind its end.
//
// Thread-safety: pure, but for the chance. Errors: none.
#pragma once

#include "environment.h"

#include <redisconf/config/resources.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace redisconf::cache {

// Of settings whose entries end (time_to_live above 0).
[[nodiscard]] inline std::chrono::milliseconds jittered_life(const CacheSettings& settings, Chance& chance) {
  constexpr std::int64_t kPercent = 100;
  const std::int64_t life = settings.time_to_live.count();
  if (settings.ttl_jitter == 0) return settings.time_to_live;
  const auto most = static_cast<std::uint64_t>(life * settings.ttl_jitter / kPercent);
  const auto taken = static_cast<std::int64_t>(chance.bits() % (most + 1));
  return std::chrono::milliseconds(std::max<std::int64_t>(life - taken, 1));
}

// `ends`: whether the entry does, by its own time to live or that of the settings.
[[nodiscard]] inline std::chrono::milliseconds stale_window(const CacheSettings& settings, bool ends) {
  return ends ? settings.stale_if_error : std::chrono::milliseconds(0);
}

}  // namespace redisconf::cache
