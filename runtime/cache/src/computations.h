// get_or_compute(): one computation an entry at a time, in this process by a flight that others
// join, between processes by a lock; before the end of an entry, and behind the caller's back, where
// that is asked for.
//
// Ownership:     refers to client and entries, which must outlive it; owns its background threads.
// Thread-safety: any number of threads, but for close().
// Errors:        what `compute` throws, where no stale entry stands in; those of Entries; RedisError
//                (usage) when a computation asks for the entry that it computes.
#pragma once

#include "background_tasks.h"
#include "entries.h"
#include "redisconf/cache/cache_core.h"
#include "single_flight.h"

#include <redisconf/client/client.h>

#include <condition_variable>
#include <mutex>

namespace redisconf::cache {

class Computations {
 public:
  struct Request {
    std::string_view id;
    const CacheCore::Read& read;
    const CacheCore::Compute& compute;
    CacheRefresh refresh = CacheRefresh::in_call;
    bool optional = false;  // an entry for "nothing" is an answer
  };

  Computations(Client& client, Entries& entries);

  CacheCore::Answer get(const Request& request);

  void close();

 private:
  using Present = std::optional<Found>;  // what is there and can be read, fresh or not

  // What a flight needs. Without a reader, in the background, entries are taken unread.
  struct Job {
    std::string_view id;
    const CacheCore::Compute& compute;
    const CacheCore::Read* read = nullptr;
    bool optional = false;
  };

  // A landing, and whether this call's own computation is in it.
  struct Flown {
    Landing landing;
    bool computed = false;
  };

  [[nodiscard]] Present present_entry(const Request& request);
  CacheCore::Answer lead(const Request& request, const std::shared_ptr<Flight>& flight,
                         const Present& present);
  CacheCore::Answer lead_behind(const Request& request, const std::shared_ptr<Flight>& flight,
                                const Found& present);
  CacheCore::Answer follow(const Request& request, const Flight& flight, const Present& present);
  CacheCore::Answer wait_or_stale(const Request& request, const Flight& flight, const Found& present);

  // From what landed, or what was there before.
  CacheCore::Answer settle(const Request& request, const Flown& flown, const Present& present);
  CacheCore::Answer answer_from(const Found& present);
  CacheCore::Answer answer_nothing();

  [[nodiscard]] static Job job_of(const Request& request) noexcept;
  CacheCore::Answer compute_alone(const Request& request);
  [[nodiscard]] Flown fly(const Job& job) noexcept;
  [[nodiscard]] Flown compute_once_everywhere(const Job& job);
  [[nodiscard]] Landing compute_and_keep(const Job& job);
  [[nodiscard]] std::optional<Flown> found_meanwhile(const Job& job);
  [[nodiscard]] Deadline longest_wait() const;
  [[nodiscard]] bool pause(std::chrono::milliseconds time);  // false when closing

  Client& client_;
  Entries& entries_;
  const CacheSettings& settings_;
  Counters& counters_;
  SingleFlight flights_;
  std::mutex mutex_;
  std::condition_variable closing_;
  bool closed_ = false;
  BackgroundTasks tasks_;  // the last one: its threads use all of the above
};

}  // namespace redisconf::cache
