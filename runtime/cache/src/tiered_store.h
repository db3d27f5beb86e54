// One declared cache as keys and bytes: in Redis, and in memory while Redis is away. What is changed
// meanwhile goes back by compare-and-set: docs/cache-fallback.md.
//
// Keys are full ("auth:sessions:42"). None may begin with key_prefix + "~": these are the store's own.
//
// Ownership:     refers to the client, which must outlive it. Made after fork(), not before: it has a
//                thread of its own, and an identity in Redis.
// Thread-safety: any number of threads; calls by several threads on one key have some order.
// Errors:        RedisError. What Redis refuses (WRONGTYPE, NOPERM, ...) is always thrown. When it is away
//                (unreachable, too slow, loading, full), CacheFallback decides: none throws the
//                client's error, at once while the client does not try; memory and open do not throw,
//                but increment() does (`unavailable`) when the dirty log has no room for its key.
#pragma once

#include "environment.h"
#include "hybrid_clock.h"
#include "redis_tier.h"
#include "redisconf/cache/events.h"
#include "redisconf/cache/stats.h"

#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf::cache {

inline constexpr std::chrono::milliseconds kForEver{0};

struct StoredValue {
  std::string bytes;                       // the value is the end of them; of a counter its decimal digits
  std::chrono::milliseconds remaining{0};  // to live; kForEver: without end, or a counter's, not known
  bool local = false;                      // from this process's memory, while Redis is away
  std::size_t value_from = 0;              // where in `bytes` the value begins

  [[nodiscard]] std::string_view value() const noexcept { return std::string_view(bytes).substr(value_from); }
  [[nodiscard]] std::string take_value() && {
    bytes.erase(0, value_from);
    return std::move(bytes);
  }
};

struct StoredItem {
  std::string_view key;
  std::string_view value;
};

class TierCore;

class TieredStore {
 public:
  // Asks the server for its time within the constructor when the client has a connection open, else
  // behind, where it dials: until then calls do as the fallback says; of those without, the first one asks.
  TieredStore(Client& client, CacheSettings settings, Environment environment = Environment::system());
  TieredStore(const TieredStore&) = delete;
  TieredStore& operator=(const TieredStore&) = delete;
  ~TieredStore();  // close()

  [[nodiscard]] std::optional<StoredValue> get(std::string_view key);
  [[nodiscard]] std::vector<std::optional<StoredValue>> get_many(std::span<const std::string> keys);
  [[nodiscard]] bool exists(std::string_view key);

  // Without time_to_live as the settings say, less the jitter.
  void set(std::string_view key, std::string_view value,
           std::optional<std::chrono::milliseconds> time_to_live = {});
  void set_many(std::span<const StoredItem> items,
                std::optional<std::chrono::milliseconds> time_to_live = {});

  // Whether there was a value. While Redis is away: as far as is known here.
  bool del(std::string_view key);
  bool expire(std::string_view key, std::chrono::milliseconds time_to_live);

  // A counter that is not there begins at 0, and lives for time_to_live from then on. While Redis is
  // away the answer is what was added here since it went.
  long long increment(std::string_view key, std::int64_t delta = 1,
                      std::optional<std::chrono::milliseconds> time_to_live = {});

  [[nodiscard]] CacheMode mode() const noexcept;
  [[nodiscard]] CacheStats stats() const;  // without hits and misses, which its callers know better
  [[nodiscard]] const CacheSettings& settings() const noexcept;

  // Hears of changes from now on, as long as the store lives.
  void add_listener(std::shared_ptr<CacheListener> listener);

  // Waits for Redis to have what it does not have yet, for `grace` at most, and ends the thread, which may
  // take another `timeouts.command`. Calls after it throw RedisError (usage). Whether nothing was left.
  bool close(std::chrono::milliseconds grace = std::chrono::milliseconds(0));

 private:
  std::unique_ptr<TierCore> core_;
};

}  // namespace redisconf::cache
