#include "cache_key.h"

#include <cstring>
#include <utility>

namespace redisconf::cache {
namespace {

constexpr std::string_view kLock = "!lock:";
constexpr std::string_view kChanges = "!changes";
constexpr std::string_view kFloor = "~floor";

// Without a way out of the loop, so that compilers look at many bytes at once.
bool has_control(std::string_view text) noexcept {
  unsigned found = 0;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    found |= static_cast<unsigned>(byte < 0x20) | static_cast<unsigned>(byte == 0x7F);
  }
  return found != 0;
}

std::string joined(std::string_view first, std::string_view second, std::string_view third = {}) {
  std::string text;
  text.reserve(first.size() + second.size() + third.size());
  return text.append(first).append(second).append(third);
}

}  // namespace

void check_cache_id(std::string_view id) {
  if (id.empty())
    throw cache_usage_error("the id of a cache entry is empty", "give each entry an id of its own");
  if (id.size() > kLongestCacheId) {
    throw cache_usage_error("the id of a cache entry has " + std::to_string(id.size()) + " bytes; at most " +
                                std::to_string(kLongestCacheId) + " are allowed",
                            "use a hash of it as the id");
  }
  if (has_control(id)) {
    throw cache_usage_error("the id of a cache entry has a control character",
                            "encode it, in hex for example");
  }
  if (id.front() == '!' || id.front() == '~') {
    throw cache_usage_error(
        "the id of a cache entry begins with \"!\" or \"~\", as keys of the cache itself do",
        "put something before it");
  }
}

CacheKey::CacheKey(std::string_view prefix, std::string_view id) {
  check_cache_id(id);
  const std::size_t size = prefix.size() + id.size();
  if (size > short_.size()) {
    long_ = joined(prefix, id);
    view_ = long_;
    return;
  }
  std::memcpy(short_.data(), prefix.data(), prefix.size());
  std::memcpy(short_.data() + prefix.size(), id.data(), id.size());
  view_ = {short_.data(), size};
}

std::string cache_key(std::string_view prefix, std::string_view id) {
  check_cache_id(id);
  return joined(prefix, id);
}

std::string lock_key(std::string_view prefix, std::string_view id) { return joined(prefix, kLock, id); }

std::string changes_channel(std::string_view prefix) { return joined(prefix, kChanges); }

std::string floor_key(std::string_view prefix) { return joined(prefix, kFloor); }

std::string changes_message(std::string_view instance, std::span<const std::string_view> ids) {
  std::string message(instance);
  for (const std::string_view id : ids) message.append(1, kBetweenIds).append(id);
  return message;
}

RedisError cache_usage_error(std::string cause, std::string fix) {
  return RedisError({.category = ErrorCategory::usage,
                     .retry_safe = true,
                     .code = {},
                     .endpoint = {},
                     .cause = std::move(cause),
                     .fix = std::move(fix)});
}

}  // namespace redisconf::cache
