// Analytics figures, computed once for all instances and then taken from the cache `analytics` of
// the schema, which goes on in memory while Redis is away.
//
// An entry is <report>:<rows>: another number of rows is another figure.
//
// Ownership:     refers to the client, which must outlive it.
// Thread-safety: every member may run concurrently.
// Errors:        figure() throws none for Redis: without a cache figures are computed each time.
//                The others throw redisconf::RedisError where the cache has no fallback.
#pragma once

#include "reports.h"

#include "backend/redis_config.h"

#include <redisconf/cache/cache.h>
#include <redisconf/client/client.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace backend {

struct Figure {
  std::int64_t value = 0;
  std::chrono::sys_seconds computed_at;
};

struct Answer {
  Figure figure;
  bool from_cache = false;      // else this request computed it
  bool cached = false;          // the next request finds it
  std::chrono::seconds age{0};  // since it was computed
};

class Analytics {
 public:
  Analytics(redisconf::Client& client, const RedisConfig& config);

  [[nodiscard]] Answer figure(const Report& report);
  bool invalidate(const Report& report);  // whether it was cached
  void refresh(const Report& report);     // computes it, whatever the cache has

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
  [[nodiscard]] redisconf::CacheStats cache_stats() const { return cache_.stats(); }

 private:
  [[nodiscard]] Figure compute(const Report& report) const;
  [[nodiscard]] std::string id_of(const Report& report) const;

  redisconf::Cache<Figure> cache_;
  std::int64_t rows_;
};

}  // namespace backend
