// Copies of entries in this process, and how instances tell each other that one has changed: over a
// channel of the cache (publish/subscribe), by id alone, never with a value.
//
// A copy is used only while the channel is heard: after a gap, or while it can't be had, all are
// dropped. What was asked of Redis before a change of the entry is heard of is not kept.
//
// Ownership:     refers to client, store and counters; has a thread and a connection of its own.
// Thread-safety: any number of threads, but for close().
// Errors:        none: what can't be told to the others is told later, or all of theirs are dropped.
#pragma once

#include "counters.h"
#include "memory_store.h"
#include "tiered_store.h"

#include <redisconf/client/client.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace redisconf::cache {

class NearCache {  // NOLINT(clang-analyzer-optin.performance.Padding): counters keep to their lines
 public:
  // What was known of an entry's changes before Redis was asked for it.
  using Ticket = std::uint64_t;

  NearCache(Client& client, TieredStore& store, std::shared_ptr<const Clock> clock, Counters& counters);
  NearCache(const NearCache&) = delete;
  NearCache& operator=(const NearCache&) = delete;
  ~NearCache();

  // Calls read(bytes) under a lock when there is a copy: it must be quick. Whether it did; figures()
  // counts it.
  template <class Read>
  bool visit(std::string_view id, const Read& read) const {
    return usable() && copies_.visit(id, [&read](std::string_view bytes, std::int64_t) { read(bytes); });
  }

  [[nodiscard]] Ticket ticket(std::string_view id);
  void keep(std::string_view id, std::string_view bytes, std::chrono::milliseconds life,
            Ticket ticket);  // 0: for ever

  // This process has changed them: forgets the copies, and tells the others.
  void changed(std::span<const std::string_view> ids);

  [[nodiscard]] bool usable() const noexcept {
    return heard_.load(std::memory_order_acquire) && store_.mode() == CacheMode::redis;
  }
  [[nodiscard]] MemoryStore::Figures figures() const { return copies_.figures(); }

  void close();

 private:
  struct Slot {
    std::mutex mutex;
    Ticket changes = 0;
  };

  [[nodiscard]] Slot& slot_of(std::string_view id) noexcept;
  void forget(std::string_view id);
  void forget_all();

  void listen();
  void hear_next(Subscriber& subscriber, bool& subscribed);
  void take(std::string_view message);
  void wait_after_failure();
  void tell(std::span<const std::string_view> ids);
  void tell_later(std::span<const std::string_view> ids);
  void tell_what_is_owed();
  [[nodiscard]] bool is_closed();

  Client& client_;
  TieredStore& store_;
  std::shared_ptr<const Clock> clock_;
  Counters& counters_;
  const std::string channel_;
  const std::string instance_;
  MemoryStore copies_;
  std::array<Slot, 64> slots_;
  std::atomic<bool> heard_{false};

  std::mutex mutex_;
  std::condition_variable closing_;
  bool closed_ = false;
  std::vector<std::string> owed_;  // ids that the others were not told of yet
  std::thread thread_;
};

}  // namespace redisconf::cache
