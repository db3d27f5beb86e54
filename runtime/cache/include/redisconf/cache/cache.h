// A typed cache, as the schema declares one, in Redis and over its outages (docs/cache.md):
//
//   redisconf::Cache<Session> sessions(client, config.sessions_cache());
//   sessions.set("42", session);
//   std::optional<Session> found = sessions.get("42");
//   Figure figure = figures.get_or_compute("revenue", [&] { return compute_revenue(); });
//
// T is copied, and written as <redisconf/cache/codec.h> says: include <redisconf/cache/json.h> for
// types with nlohmann's to_json and from_json. Ids have 1 to 1,024 bytes, no control character, and
// do not begin with "!" or "~". The key in Redis is the schema's prefix and the id.
//
// Ownership:     refers to the client, which must outlive it. Make one a process and cache, not one
//                a request. After fork() a child makes its own: the one it inherited refuses all but
//                mode(), settings(), close() and its end, which do nothing.
// Thread-safety: every member but close() and the destructor may run concurrently.
// Errors:        RedisError: `usage` for a wrong id or time to live, or after close(). While Redis is
//                away CacheSettings::fallback decides: none throws, memory and open do not. An
//                entry that does not parse is a miss, and counted.
#pragma once

#include <redisconf/cache/cache_core.h>
#include <redisconf/cache/codec.h>
#include <redisconf/cache/events.h>
#include <redisconf/cache/stats.h>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

template <class T>
class Cache {
 public:
  using TimeToLive = CacheCore::TimeToLive;

  Cache(Client& client, const CacheSettings& settings)
      : core_(client, settings, {CacheCodec<T>::kFormat, kCacheVersion<T>}) {}

  [[nodiscard]] std::optional<T> get(std::string_view id) {
    if constexpr (std::is_same_v<T, std::string>) {
      return core_.get_bytes(id);
    } else {
      std::optional<T> value;
      core_.get(id, reader_into(value));
      return value;
    }
  }

  // One answer an id, in their order, in one round trip.
  [[nodiscard]] std::vector<std::optional<T>> get_many(std::span<const std::string> ids) {
    std::vector<std::optional<T>> values(ids.size());
    core_.get_many(
        ids, [&values](std::size_t index, std::string_view bytes) { return parse(bytes, values[index]); });
    return values;
  }

  void set(std::string_view id, const T& value, TimeToLive time_to_live = {}) {
    core_.set(
        id, [&value](std::string& bytes) { CacheCodec<T>::encode(value, bytes); }, time_to_live);
  }

  // In one round trip, but not as one change: others may see some before all are there.
  void set_many(std::span<const std::pair<std::string, T>> items, TimeToLive time_to_live = {}) {
    std::vector<std::string_view> ids;
    ids.reserve(items.size());
    for (const auto& item : items) ids.push_back(item.first);
    core_.set_many(
        ids,
        [items](std::size_t index, std::string& bytes) { CacheCodec<T>::encode(items[index].second, bytes); },
        time_to_live);
  }

  bool del(std::string_view id) { return core_.del(id); }  // whether there was one
  [[nodiscard]] bool exists(std::string_view id) { return core_.exists(id); }

  // From now on; whether there was an entry.
  bool expire(std::string_view id, std::chrono::milliseconds time_to_live) {
    return core_.expire(id, time_to_live);
  }

  // Counters: ids of their own, numbers in place of T. One that is not there begins at 0 and lives
  // as long as the schema says from then on. Returns what it is after.
  long long increment(std::string_view id, long long by = 1) { return core_.increment(id, by); }
  [[nodiscard]] std::optional<long long> counter(std::string_view id) { return core_.counter(id); }

  // The entry, or what `compute` returns: T, or std::optional<T> where there may be nothing, which
  // is then remembered for `negative_ttl`. One caller at a time computes an entry, in all processes
  // (`lock_timeout`); the others wait for it, or take what was there before (`early_refresh`).
  // When it throws, a stale entry stands in (`stale_if_error`); without one all that wait get its
  // exception.
  template <class Compute>
  [[nodiscard]] std::invoke_result_t<Compute&> get_or_compute(std::string_view id, Compute&& compute) {
    std::optional<T> value;
    const auto answer = core_.get_or_compute(
        id, reader_into(value),
        [&compute, &value](std::string& bytes) {
          value = compute();
          if (value) CacheCodec<T>::encode(*value, bytes);
          return value.has_value();
        },
        CacheRefresh::in_call, kMayBeNothing<Compute>);
    return given<Compute>(answer, std::move(value));
  }

  // The same, but an entry that is due or stale is computed in a thread of the cache: the call takes
  // what is there, at once or after `soft_timeout`. `compute` may run after the call has returned,
  // until close(): it must own what it uses.
  template <class Compute>
  [[nodiscard]] std::invoke_result_t<Compute&> get_or_compute_behind(std::string_view id, Compute compute) {
    std::optional<T> value;
    auto owned = std::make_shared<Compute>(std::move(compute));
    const auto answer = core_.get_or_compute(
        id, reader_into(value),
        [owned](std::string& bytes) {
          const std::optional<T> computed = (*owned)();
          if (computed) CacheCodec<T>::encode(*computed, bytes);
          return computed.has_value();
        },
        CacheRefresh::behind, kMayBeNothing<Compute>);
    return given<Compute>(answer, std::move(value));
  }

  // Where answers come from at the moment. Cheap enough for a health check.
  [[nodiscard]] CacheMode mode() const noexcept { return core_.mode(); }
  [[nodiscard]] CacheStats stats() const { return core_.stats(); }
  [[nodiscard]] const CacheSettings& settings() const noexcept { return core_.settings(); }

  // Hears of changes from now on, as long as the cache lives.
  void add_listener(std::shared_ptr<CacheListener> listener) { core_.add_listener(std::move(listener)); }

  // Waits for computations in the background, gives Redis for `grace` at most what it does not have
  // yet, and ends all threads. Whether nothing was left behind. The destructor does the same.
  bool close(std::chrono::milliseconds grace = std::chrono::milliseconds(0)) { return core_.close(grace); }

 private:
  template <class Compute>
  static constexpr bool kMayBeNothing = std::is_same_v<std::invoke_result_t<Compute&>, std::optional<T>>;

  static bool parse(std::string_view bytes, std::optional<T>& value) {
    try {
      value = CacheCodec<T>::decode(bytes);
    } catch (const std::exception&) {
      value.reset();
    }
    return value.has_value();
  }

  static CacheCore::Read reader_into(std::optional<T>& value) {
    return [&value](std::string_view bytes) { return parse(bytes, value); };
  }

  template <class Compute>
  static std::invoke_result_t<Compute&> given(CacheCore::Answer answer, std::optional<T>&& value) {
    if constexpr (kMayBeNothing<Compute>) {
      if (answer == CacheCore::Answer::nothing) return std::nullopt;
      return std::move(value);
    } else {
      return std::move(value).value();
    }
  }

  CacheCore core_;
};

}  // namespace redisconf
