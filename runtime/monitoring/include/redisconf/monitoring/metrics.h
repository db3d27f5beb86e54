// GET /metrics: the figures of a client, and of what else is added, for Prometheus.
//
// The text format 0.0.4, or OpenMetrics 1.0.0 for who asks for it (Accept). Names follow OpenTelemetry's
// semantic conventions for database clients in their Prometheus form, where promtool lets them: what they
// call db.client.connection.count is db_client_connections here, because _count belongs to histograms.
// What the server itself counts is left to redis_exporter.
//
// Ownership:     refers to the client, to the Health that it watches, and to what sources refer to: all
//                must outlive it.
// Thread-safety: every member may run concurrently.
// Errors:        std::bad_alloc. A source that throws is left out of that answer.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/monitoring/health.h>
#include <redisconf/monitoring/http_reply.h>
#include <redisconf/monitoring/metric_family.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

class Metrics {
 public:
  // Appends its families. Families of one name are put together; they must be of one type.
  using Source = std::function<void(std::vector<MetricFamily>&)>;

  // `version` is the service's own, for redisconf_build_info.
  explicit Metrics(Client& client, std::string version = {});
  Metrics(Metrics&&) noexcept;
  Metrics& operator=(Metrics&&) noexcept;
  ~Metrics();

  // Asked at each answer, on the thread that answers: it must not wait for anything.
  void add_source(Source source);

  // Adds redisconf_health_status and redisconf_health_response_time_seconds.
  void watch(Health& health);

  [[nodiscard]] std::vector<MetricFamily> collect() const;

  [[nodiscard]] HttpReply exposition(std::string_view accept = {}) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
