// A cache's keys in Redis: reads, and changes by compare-and-set.
//
// Ownership:     refers to the client and the clock.
// Thread-safety: any number of threads.
// Errors:        RedisError, as the client throws it.
#pragma once

#include "envelope.h"
#include "hybrid_clock.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace redisconf::cache {

enum class Action : std::uint8_t { set, del, expire, add };

// One change of one key. It may be sent again as it is: it has its effect once.
struct Change {
  Action action = Action::set;
  std::string_view key{};
  std::string_view value{};       // of set
  Version version{};              //
  std::int64_t expires_at = 0;    // ms of the server's clock, 0: never; of del, of its tombstone
  std::int64_t delta = 0;         // of add
  std::uint64_t number = 0;       // of add: unique in this instance
  std::uint64_t oldest_open = 0;  // of add: numbers below have a known fate
};

struct Outcome {
  bool applied = true;      // else Redis holds something newer
  Version newer{};          // that
  std::int64_t number = 0;  // of del and expire 1 when there was a value; of add the counter
};

struct Entry {
  std::string bytes;           // as Redis has them; of a counter its decimal digits
  std::size_t value_from = 0;  // where in them the value begins
  Version version{};
  std::int64_t expires_at = 0;  // 0: never, or not known (a counter)
};

class RedisTier {
 public:
  RedisTier(Client& client, HybridClock& clock, std::string floor_key);

  // Nothing too for tombstones, for what is older than the floor, and for foreign values, which are counted.
  [[nodiscard]] std::optional<Entry> get(std::string_view key);
  [[nodiscard]] std::vector<std::optional<Entry>> get_many(std::span<const std::string> keys);
  [[nodiscard]] bool exists(std::string_view key);

  [[nodiscard]] Outcome apply(const Change& change);

  // In one round trip. What the server refused stands as its RedisError.
  [[nodiscard]] std::vector<std::variant<Outcome, RedisError>> apply_all(std::span<const Change> changes);

  struct Time {
    std::int64_t server = 0;  // ms since 1970
    std::int64_t asked = 0;   // by the monotonic clock
    std::int64_t answered = 0;
  };
  [[nodiscard]] Time ask_time();

  // Asks for the cache's floors, and tells Redis of ours.
  void exchange_floors();

  // From now on all values that are older are misses, in every instance that has heard of it; counters
  // and all where `counters`.
  void raise_floor(Version floor, bool counters) noexcept;

  [[nodiscard]] std::uint64_t malformed() const noexcept {
    return malformed_.load(std::memory_order_relaxed);
  }

 private:
  [[nodiscard]] std::optional<Entry> open(std::string&& bytes);
  [[nodiscard]] std::optional<Entry> get_counter(std::string_view key);

  Client& client_;
  HybridClock& clock_;
  const std::string floor_key_;
  const std::string instance_;
  std::atomic<std::uint64_t> values_floor_{0};
  std::atomic<std::uint64_t> counters_floor_{0};
  std::atomic<std::uint64_t> malformed_{0};
};

}  // namespace redisconf::cache
