// The figures of one cache at one moment. Counts are since it was made, in this process alone.
#pragma once

#include <redisconf/cache/events.h>

#include <array>
#include <cstdint>

namespace redisconf {

struct CacheStats {
  CacheMode mode = CacheMode::initializing;
  std::array<std::uint64_t, 4> switches{};  // into each mode, in the order of CacheMode

  std::uint64_t hits = 0;       // values that were found, and answers that there is nothing
  std::uint64_t misses = 0;     // all else that was asked for
  std::uint64_t writes = 0;     // set, del, increment, expire
  std::uint64_t failures = 0;   // calls to Redis that failed, whatever the caller got
  std::uint64_t malformed = 0;  // values in Redis that are none of a cache: misses

  std::uint64_t unreadable = 0;  // entries of another format or version, or that do not parse: misses

  // Of get_or_compute().
  std::uint64_t computed = 0;          // computations that this process began
  std::uint64_t compute_failures = 0;  // of them, that threw
  std::uint64_t joined = 0;            // calls that waited for another call's computation
  std::uint64_t early_refreshes = 0;   // begun before the end of an entry
  std::uint64_t stale_answers = 0;     // for want of a better one, or of time
  std::uint64_t nothing_hits = 0;      // answers that there is nothing

  // Of the near cache.
  std::uint64_t near_hits = 0;           // of the hits, those without a call to Redis
  std::uint64_t near_entries = 0;        //
  std::uint64_t near_bytes = 0;          //
  std::uint64_t near_flushes = 0;        // times that all copies were dropped: changes may have been missed
  std::uint64_t invalidations_sent = 0;  // messages
  std::uint64_t invalidations_received = 0;  // ids

  // Of the memory store that stands in for Redis.
  std::uint64_t memory_hits = 0;
  std::uint64_t memory_entries = 0;
  std::uint64_t memory_bytes = 0;
  std::uint64_t memory_evictions = 0;

  // Of what was changed while Redis was away.
  std::uint64_t dirty_entries = 0;    // keys that Redis does not know of yet
  std::uint64_t dirty_overflows = 0;  // times that all older entries were invalidated instead
  std::uint64_t replayed = 0;         // changes that Redis took
  std::uint64_t superseded = 0;       // changes that lost to a newer one in Redis
  std::uint64_t invalidated = 0;      // writes that were replayed as deletes
  std::uint64_t increments_merged = 0;
};

}  // namespace redisconf
