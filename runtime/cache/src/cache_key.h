// From an id to the key that Redis knows: `prefix + id`. Keys of the cache itself begin with
// `prefix + "!"` (locks, the channel of changes) or `prefix + "~"` (the store's), which no id may.
//
// Thread-safety: pure functions.
// Errors:        RedisError (usage) for an id that is empty, longer than 1,024 bytes, has a control
//                character, or begins with "!" or "~". The message does not repeat it: it may be personal.
#pragma once

#include "redisconf/client/errors.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace redisconf::cache {

inline constexpr std::size_t kLongestCacheId = 1'024;
inline constexpr char kBetweenIds = '\n';  // in messages: no id has a control character

void check_cache_id(std::string_view id);

// The key in a buffer of its own, or on the heap when it is long. Refers to itself: it is not moved.
class CacheKey {
 public:
  CacheKey(std::string_view prefix, std::string_view id);
  CacheKey(const CacheKey&) = delete;
  CacheKey& operator=(const CacheKey&) = delete;
  ~CacheKey() = default;

  [[nodiscard]] std::string_view view() const noexcept { return view_; }

 private:
  std::array<char, 128> short_;  // NOLINT(*-member-init): as much of it as is used is written
  std::string long_;
  std::string_view view_;
};

[[nodiscard]] std::string cache_key(std::string_view prefix, std::string_view id);
[[nodiscard]] std::string lock_key(std::string_view prefix, std::string_view id);
[[nodiscard]] std::string changes_channel(std::string_view prefix);
[[nodiscard]] std::string floor_key(std::string_view prefix);

// Instances of a cache tell each other on the channel which ids have changed: "<instance>\n<id>\n<id>...".
[[nodiscard]] std::string changes_message(std::string_view instance, std::span<const std::string_view> ids);

// What every wrong call to a cache throws.
[[nodiscard]] RedisError cache_usage_error(std::string cause, std::string fix);

}  // namespace redisconf::cache
