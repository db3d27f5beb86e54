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

struct CacheSettings {
  std::string name;                           // "sessions"
  std::string key_prefix;                     // "auth:sessions:"
  std::chrono::milliseconds time_to_live{0};  // 0: entries never expire (written `ttl: none`)
  FallbackMode fallback = FallbackMode::none;
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
