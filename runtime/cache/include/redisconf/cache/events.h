// What a cache tells about itself: changes of its mode, never single calls.
#pragma once

#include <redisconf/config/export.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// Where a cache's answers come from: docs/cache-fallback.md.
enum class CacheMode : std::uint8_t {
  initializing,  // Redis was not reached yet
  redis,
  memory,      // Redis is away: calls do as the fallback of the cache says
  recovering,  // Redis answers again and gets what was changed meanwhile
};

[[nodiscard]] REDISCONF_PUBLIC std::string_view name_of(CacheMode mode) noexcept;

struct CacheModeEvent {
  std::string cache;  // "sessions"
  CacheMode before = CacheMode::initializing;
  CacheMode after = CacheMode::initializing;
  std::string cause;         // why, for a log; no key, no value, no secret; may be empty
  std::uint64_t number = 0;  // of the change; two threads may report theirs out of order
};

// Derive from it what your service wants to hear.
//
// Thread-safety: the functions run on whichever thread saw the change, and never under a lock of the
// cache, so they may call it. A slow one delays that thread's call.
// Errors: an exception that leaves one is dropped.
class REDISCONF_PUBLIC CacheListener {
 public:
  CacheListener() = default;
  CacheListener(const CacheListener&) = delete;
  CacheListener& operator=(const CacheListener&) = delete;
  virtual ~CacheListener();

  virtual void mode_changed(const CacheModeEvent& event);
};

}  // namespace redisconf
