#include "redisconf/cache/events.h"

namespace redisconf {

std::string_view name_of(CacheMode mode) noexcept {
  switch (mode) {
    case CacheMode::initializing:
      return "initializing";
    case CacheMode::redis:
      return "redis";
    case CacheMode::memory:
      return "memory";
    case CacheMode::recovering:
      break;
  }
  return "recovering";
}

CacheListener::~CacheListener() = default;
void CacheListener::mode_changed(const CacheModeEvent& /*event*/) {}

}  // namespace redisconf
