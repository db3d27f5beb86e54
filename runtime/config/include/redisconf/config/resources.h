// What a service declares for itself in its schema: caches, channels and queues.
// Plain values; the parts that work on them (cache, publisher, queue) take them by reference.
#pragma once

#include <redisconf/config/channel_choices.h>
#include <redisconf/config/export.h>
#include <redisconf/config/settings.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace redisconf REDISCONF_PUBLIC {

// What a cache does while Redis does not answer: docs/cache-fallback.md.
enum class CacheFallback : std::uint8_t {
  none,    // fail closed: every call throws at once
  memory,  // degrade: a bounded memory store answers, and gives Redis its writes later
  open,    // fail open: reads are misses; writes are dropped, and what they would have replaced goes
};

struct CacheSettings {
  std::string name;                           // "sessions"
  std::string key_prefix;                     // "auth:sessions:"
  std::chrono::milliseconds time_to_live{0};  // 0: entries never expire (written `ttl: none`)
  CacheFallback fallback = CacheFallback::none;
  int ttl_jitter = 5;                            // at most so many percent are taken from time_to_live
  std::uint64_t memory_bytes = 64ULL << 20;      // bounds of each store in memory, keys and overhead included
  std::uint64_t memory_entries = 100'000;        //
  std::uint64_t dirty_log_entries = 10'000;      // keys changed while Redis is away, until all is invalidated
  std::chrono::milliseconds stale_if_error{0};   // how long after its end a value may stand in; 0: not
  std::chrono::milliseconds soft_timeout{0};     // after it a stale value answers; 0: none
  std::chrono::milliseconds negative_ttl{0};     // how long "there is none" is remembered; 0: not
  std::chrono::milliseconds lock_timeout{5000};  // how long processes wait for the one that computes; 0: not
  int early_refresh = 0;    // percent of time_to_live until a refresh begins; 0: at its end
  bool near_cache = false;  // a copy in each process, invalidated between them
};

struct ChannelSettings {
  std::string name;               // "user_events"
  std::string key;                // "auth:user_events"
  std::uint64_t spool_bytes = 0;  // 0: nothing is kept while Redis is away
  ChannelKind kind = ChannelKind::stream;
  std::uint64_t max_length = 0;            // of the stream, about; 0: no bound
  std::chrono::milliseconds retention{0};  // of the stream's messages, about; 0: for ever
  std::string directory;                   // of the spool: "/var/lib/redisconf/auth/user_events"
  SpoolSync sync = SpoolSync::always;
  SpoolFull when_full = SpoolFull::refuse;
  std::chrono::milliseconds group_commit{1};      // least time between two syncs of `always`
  std::chrono::milliseconds sync_interval{1000};  // of `interval`
};

struct QueueSettings {
  std::string name;                        // "reports"
  std::string key_prefix;                  // "{backend:reports}:", one hash slot on a cluster
  int priorities = 1;                      // levels, 0 is the most urgent
  int max_attempts = 3;                    // before a job goes to the dead letters
  std::chrono::milliseconds lease{8000};   // until a silent worker's jobs are given back
  std::chrono::milliseconds retention{0};  // how long finished jobs are kept
};

}  // namespace redisconf
