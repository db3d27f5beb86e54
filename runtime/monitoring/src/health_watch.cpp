#include "health_watch.h"

#include "masked_text.h"
#include "redisconf/client/errors.h"

#include <utility>

namespace redisconf {
namespace {

constexpr std::chrono::seconds kMemoryAge{10};

HealthReport report_of(const std::function<HealthReport()>& ask) {
  try {
    return ask();
  } catch (...) {  // its text may hold anything
    return {.status = HealthStatus::fail, .output = "it can't tell how it is: an exception"};
  }
}

}  // namespace

void HealthWatch::add(std::string kind, std::string name, std::function<HealthReport()> report) {
  const std::lock_guard lock(mutex_);
  components_.push_back({std::move(kind), std::move(name), std::move(report)});
}

HealthLook HealthWatch::look() noexcept {
  HealthLook look;
  try {
    look_at_redis(look);
    look_at_memory(look);
    look_at_components(look);
  } catch (...) {  // no memory: the next look may have some
    look.ping.connected = false;
  }
  look.time = std::chrono::system_clock::now();
  return look;
}

std::optional<std::chrono::milliseconds> HealthWatch::unanswered() const noexcept {
  const Clock::rep began = ping_began_.load(std::memory_order_acquire);
  if (began == 0) return std::nullopt;
  const Clock::duration since = Clock::now().time_since_epoch() - Clock::duration(began);
  return std::chrono::duration_cast<std::chrono::milliseconds>(since);
}

void HealthWatch::look_at_redis(HealthLook& look) {
  ping_began_.store(Clock::now().time_since_epoch().count(), std::memory_order_release);
  look.ping = client_.ping();
  ping_began_.store(0, std::memory_order_release);
  if (look.ping.connected) last_success_ = std::chrono::system_clock::now();
  look.last_success = last_success_;
  const MetricsSnapshot metrics = client_.metrics();
  look.pool = {metrics.connections_max, metrics.connections_idle, metrics.connections_used,
               metrics.pending_requests, metrics.connection_timeouts};
  look.circuit = metrics.circuit_state;
}

// The last known figures stay while Redis is away.
void HealthWatch::look_at_memory(HealthLook& look) {
  const bool is_due = !memory_asked_ || Clock::now() - *memory_asked_ >= kMemoryAge;
  if (look.ping.connected && is_due) {
    memory_asked_ = Clock::now();
    try {
      memory_ = parse_server_memory(client_.command({"INFO", "memory"}).as_string());
      memory_missing_ = memory_ ? "" : "the server does not tell";
    } catch (const RedisError& error) {
      memory_.reset();
      memory_missing_ = error.details().cause;
    }
  }
  look.memory = memory_;
  look.memory_missing = memory_missing_;
}

void HealthWatch::look_at_components(HealthLook& look) {
  std::vector<Component> components;
  {
    const std::lock_guard lock(mutex_);
    components = components_;
  }
  for (Component& component : components) {
    HealthReport report = report_of(component.report);
    report.output = masked_text(client_.config(), report.output);
    look.components.push_back({std::move(component.kind), std::move(component.name), std::move(report)});
  }
}

}  // namespace redisconf
