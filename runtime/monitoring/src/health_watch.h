// Looks at Redis and at the parts of a service, for Health.
//
// Thread-safety: look() on one thread at a time; the rest may run concurrently.
#pragma once

#include "health_look.h"
#include "redisconf/client/client.h"
#include "redisconf/monitoring/health_report.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace redisconf {

class HealthWatch {
 public:
  using Clock = std::chrono::steady_clock;

  explicit HealthWatch(Client& client) : client_(client) {}

  void add(std::string kind, std::string name, std::function<HealthReport()> report);

  // Never throws.
  [[nodiscard]] HealthLook look() noexcept;

  // How long the PING that runs has had no answer.
  [[nodiscard]] std::optional<std::chrono::milliseconds> unanswered() const noexcept;

 private:
  struct Component {
    std::string kind;
    std::string name;
    std::function<HealthReport()> report;
  };

  void look_at_redis(HealthLook& look);
  void look_at_memory(HealthLook& look);
  void look_at_components(HealthLook& look);

  Client& client_;
  std::mutex mutex_;
  std::vector<Component> components_;
  std::atomic<Clock::rep> ping_began_{0};  // 0: none runs
  std::optional<std::chrono::system_clock::time_point> last_success_;
  std::optional<ServerMemory> memory_;
  std::string memory_missing_ = "Redis was not reached yet";
  std::optional<Clock::time_point> memory_asked_;
};

}  // namespace redisconf
