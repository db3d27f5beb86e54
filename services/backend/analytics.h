// Analytics figures, computed once and then taken from the cache `analytics` of the schema.
//
// A figure is the key <prefix><report>:<rows>: another number of rows is another figure.
//
// Ownership:     refers to the client, which must outlive it.
// Thread-safety: every member may run concurrently.
// Errors:        figure() throws none for Redis: without it figures are computed each time.
//                invalidate() throws redisconf::RedisError.
#pragma once

#include "reports.h"

#include "backend/redis_config.h"

#include <redisconf/client/client.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace backend {

struct Figure {
  std::int64_t value = 0;
  bool from_cache = false;
  bool cached = false;          // the next request finds it in Redis
  std::chrono::seconds age{0};  // since it was computed
};

class Analytics {
 public:
  Analytics(redisconf::Client& client, const RedisConfig& config);

  [[nodiscard]] Figure figure(const Report& report);
  bool invalidate(const Report& report);  // whether it was cached

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }

 private:
  [[nodiscard]] std::string key_of(const Report& report) const;
  [[nodiscard]] std::optional<Figure> find(const std::string& key);
  [[nodiscard]] bool keep(const std::string& key, std::int64_t value);

  redisconf::Client* client_;
  std::string prefix_;
  std::chrono::milliseconds time_to_live_;
  std::int64_t rows_;
};

}  // namespace backend
