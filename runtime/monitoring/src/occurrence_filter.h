// Makes occurrences of what a client tells: each change of state once, and of errors that repeat one in
// ten seconds with the number of those that were left out.
//
// Thread-safety: every member may run concurrently. The sink is called under a lock: in order, and not
// after close().
#pragma once

#include "occurrence.h"
#include "redisconf/client/events.h"
#include "redisconf/config/service_config.h"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace redisconf {

class OccurrenceFilter final : public ClientListener {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Secrets of `config` are masked in what others say.
  OccurrenceFilter(const ServiceConfig& config, OccurrenceSink sink,
                   std::function<Time()> now = std::chrono::steady_clock::now);

  void close();

  void connected(const ConnectionEvent& event) override;
  void disconnected(const ConnectionEvent& event) override;
  void connecting_failed(const ConnectionEvent& event) override;
  void circuit_changed(const CircuitEvent& event) override;
  void retry_exhausted(const RetryEvent& event) override;
  void fallback_started(const FallbackEvent& event) override;
  void fallback_ended(const ConnectionEvent& event) override;
  void subscription_gap(const GapEvent& event) override;

 private:
  enum class Connection : std::uint8_t { unknown, up, down };
  struct Repeated {
    Time told;
    std::int64_t left_out = 0;
  };

  void tell(Occurrence&& occurrence);

  const ServiceConfig config_;
  OccurrenceSink sink_;
  const std::function<Time()> now_;
  std::mutex mutex_;
  Connection connection_ = Connection::unknown;
  std::int64_t failed_dials_ = 0;  // in a row
  Time down_since_;
  std::map<std::string, std::uint64_t, std::less<>> circuit_numbers_;  // of the last change told, by endpoint
  std::map<std::string, Repeated, std::less<>> errors_;                // by command
};

}  // namespace redisconf
