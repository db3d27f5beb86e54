// What Cache<T> is made of: a cache of bytes. Programs use Cache<T>.
//
// Ownership, thread-safety, errors: as of Cache<T>.
#pragma once

#include <redisconf/cache/codec.h>
#include <redisconf/cache/events.h>
#include <redisconf/cache/stats.h>
#include <redisconf/config/export.h>
#include <redisconf/config/fork_generation.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace redisconf REDISCONF_PUBLIC {

class Client;
struct CacheSettings;

// Where a computation may run: `refresh_behind` allows it to go on in a thread of the cache after the
// call has returned, until close(). It must own what it uses then.
enum class CacheRefresh : std::uint8_t { in_call, behind };

class CacheCore {
 public:
  using TimeToLive = std::optional<std::chrono::milliseconds>;  // nothing: as the schema says
  using Read = std::function<bool(std::string_view bytes)>;     // takes a value; whether it parses
  using Write = std::function<void(std::string& bytes)>;        // appends a value
  using Compute = std::function<bool(std::string& bytes)>;      // appends a value; whether there is one

  enum class Answer : std::uint8_t {
    nothing,
    read,      // the reader took it
    computed,  // it is what `compute` appended, within this call
  };

  CacheCore(Client& client, const CacheSettings& settings, ValueForm form);
  CacheCore(CacheCore&&) noexcept;
  CacheCore& operator=(CacheCore&&) noexcept;
  ~CacheCore();

  bool get(std::string_view id, const Read& read);
  [[nodiscard]] std::optional<std::string> get_bytes(
      std::string_view id);  // without a copy of what Redis sent
  void get_many(std::span<const std::string> ids,
                const std::function<bool(std::size_t index, std::string_view bytes)>& read);
  void set(std::string_view id, const Write& write, TimeToLive time_to_live);
  void set_many(std::span<const std::string_view> ids,
                const std::function<void(std::size_t index, std::string& bytes)>& write,
                TimeToLive time_to_live);
  bool del(std::string_view id);
  [[nodiscard]] bool exists(std::string_view id);
  bool expire(std::string_view id, std::chrono::milliseconds time_to_live);
  long long increment(std::string_view id, long long by);
  [[nodiscard]] std::optional<long long> counter(std::string_view id);

  // `optional`: an entry for "nothing" is an answer; else it is computed again.
  Answer get_or_compute(std::string_view id, const Read& read, const Compute& compute, CacheRefresh refresh,
                        bool optional);

  [[nodiscard]] CacheMode mode() const noexcept;
  [[nodiscard]] CacheStats stats() const;
  [[nodiscard]] const CacheSettings& settings() const noexcept;
  void add_listener(std::shared_ptr<CacheListener> listener);
  bool close(std::chrono::milliseconds grace);

 private:
  class Impl;
  [[nodiscard]] Impl& impl() const;  // throws RedisError (usage) in a child of fork()

  ProcessOwned<Impl> impl_;
};

}  // namespace redisconf
