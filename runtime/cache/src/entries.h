// A cache's entries: values with their header, in the store and, where that is asked for, near.
//
// Ownership:     owns the store; refers to the client.
// Thread-safety: any number of threads.
// Errors:        RedisError, as those of TieredStore; `usage` for a time to live below 1 ms.
#pragma once

#include "counters.h"
#include "near_cache.h"
#include "tiered_store.h"
#include "value_header.h"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::cache {

using TimeToLive = std::optional<std::chrono::milliseconds>;  // nothing: as the settings say

enum class Freshness : std::uint8_t {
  fresh,
  due,    // fresh, and old enough to be computed again
  stale,  // past its end, kept for when nothing better is to be had
};

// What is known of an entry beside its value.
struct Judged {
  ValueHeader header;
  Freshness freshness = Freshness::fresh;
  std::chrono::milliseconds near_for{0};  // how long a copy may serve: until it is due
  bool keeps = false;                     // whether there may be a copy; for ever when near_for is 0
  bool near = false;                      // whether it is one, and counted as a hit by that
};

struct Found : Judged {
  std::shared_ptr<const std::string> bytes;

  [[nodiscard]] std::string_view value() const noexcept { return value_after_header(*bytes); }
};

// Found in the store, for one caller alone.
struct Fetched : Judged {
  StoredValue stored;

  [[nodiscard]] std::string_view value() const noexcept { return value_after_header(stored.value()); }
  [[nodiscard]] std::string take_value() && {
    stored.value_from += ValueHeader::kSize;
    return std::move(stored).take_value();
  }
};

enum class NearAnswer : std::uint8_t { none, nothing, value };

class Entries {
 public:
  Entries(Client& client, const CacheSettings& settings, ValueForm form, const Environment& environment);

  // Nothing too for what is of another form, which is counted.
  [[nodiscard]] std::optional<Found> find(std::string_view id);
  [[nodiscard]] std::optional<Found> find_in_store(std::string_view id);

  [[nodiscard]] std::optional<Fetched> fetch(std::string_view id);  // of a cache without copies

  // Has a copy of bytes read where it is; values of other forms take long to read, and are found. An id
  // that is none has no copy.
  template <class Read>
  [[nodiscard]] NearAnswer read_near(std::string_view id, const Read& read) {
    NearAnswer answer = NearAnswer::none;
    if (near_ == nullptr || form_.format != CacheFormat::bytes) return answer;
    near_->visit(id, [&](std::string_view bytes) {
      if (is_nothing(bytes)) {
        answer = NearAnswer::nothing;
      } else if (read(value_after_header(bytes))) {
        answer = NearAnswer::value;
      } else {
        counters_.add(Count::near_unused);
      }
    });
    return answer;
  }

  // A question, and whether it was a hit; `near`: that a copy was found.
  void count(bool hit, bool near) noexcept;
  [[nodiscard]] std::vector<std::optional<Found>> find_many(std::span<const std::string> ids);

  // An entry that was just made, without the store.
  [[nodiscard]] std::optional<Found> open(std::shared_ptr<const std::string> bytes) const;

  // The header of a value that is made now; the value is appended to it, and both kept.
  [[nodiscard]] std::string header(bool nothing, TimeToLive time_to_live) const;
  void keep(std::string_view id, std::string_view bytes, TimeToLive time_to_live);
  void keep_nothing(std::string_view id, std::string_view bytes);
  void keep_many(std::span<const std::string_view> ids, std::span<const std::string> bytes,
                 TimeToLive time_to_live);

  bool drop(std::string_view id);
  [[nodiscard]] bool exists(std::string_view id);
  bool expire(std::string_view id, std::chrono::milliseconds time_to_live);
  long long increment(std::string_view id, long long by);
  [[nodiscard]] std::optional<long long> counter(std::string_view id);

  [[nodiscard]] std::string key_of(std::string_view id) const;
  [[nodiscard]] ValueForm form() const noexcept { return form_; }
  [[nodiscard]] const CacheSettings& settings() const noexcept { return settings_; }
  [[nodiscard]] TieredStore& store() noexcept { return store_; }
  [[nodiscard]] const TieredStore& store() const noexcept { return store_; }
  [[nodiscard]] Counters& counters() noexcept { return counters_; }
  [[nodiscard]] const Counters& counters() const noexcept { return counters_; }
  [[nodiscard]] const NearCache* near() const noexcept { return near_.get(); }

  // Ends the threads, and gives Redis what it does not have yet; whether nothing was left behind.
  bool close(std::chrono::milliseconds grace);

 private:
  // How long from now an entry that was just read is fresh, and not due.
  struct Rest {
    std::chrono::milliseconds fresh{0};
    std::chrono::milliseconds undue{0};
    bool ends = true;
  };

  [[nodiscard]] std::optional<Found> find_near(std::string_view id);
  [[nodiscard]] std::optional<Judged> judge(const StoredValue& stored);
  [[nodiscard]] std::optional<Found> open(StoredValue&& stored);
  [[nodiscard]] Rest rest_of(const ValueHeader& header, std::chrono::milliseconds remaining) const;
  void keep_near(std::string_view id, const Found& found, NearCache::Ticket ticket);
  [[nodiscard]] NearCache::Ticket near_ticket(std::string_view id);
  void changed(std::span<const std::string_view> ids);
  template <class Change>
  auto change(std::string_view id, const Change& change);
  [[nodiscard]] TimeToLive stored_life(TimeToLive time_to_live) const;
  [[nodiscard]] std::chrono::milliseconds stale_window(TimeToLive time_to_live) const noexcept;

  CacheSettings settings_;
  ValueForm form_;
  Environment environment_;
  TieredStore store_;
  Counters counters_;
  std::unique_ptr<NearCache> near_;  // the last one: it uses those before
};

}  // namespace redisconf::cache
