#include "pool.h"

#include "connection_access.h"
#include "fault.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"

#include <exception>
#include <string>
#include <utility>

namespace redisconf {

Pool::Pool(const ConfigCell& config, ClientMetrics& metrics, Dialler dialler, DialGate gate)
    : config_(config),
      metrics_(metrics),
      dialler_(std::move(dialler)),
      limit_(config.current().pool().connections),
      gate_(std::move(gate)) {
  idle_.reserve(static_cast<std::size_t>(limit_));  // so that giving back never allocates
}

Pool::Lease Pool::acquire(Deadline deadline) {
  const auto start = Deadline::Clock::now();
  std::unique_lock lock(mutex_);
  metrics_.wait_began();
  const bool ready =
      freed_.wait_until(lock, deadline.at(), [this] { return !idle_.empty() || open_ < limit_; });
  metrics_.wait_ended();
  metrics_.connection_waited(Deadline::Clock::now() - start);
  if (!ready) throw all_busy();
  if (!idle_.empty()) {
    Connection connection = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(connection), true, generation_};
  }
  const auto attempt = gate_.start(Deadline::Clock::now());
  if (!attempt) {
    freed_.notify_one();  // the next who waits has nothing to wait for either
    throw gate_.not_due(Deadline::Clock::now());
  }
  ++open_;
  const unsigned generation = generation_;
  lock.unlock();
  return {*this, dial(*attempt, deadline), false, generation};
}

Connection Pool::dial(DialGate::Attempt attempt, Deadline deadline) {
  try {
    Connection connection = ConnectionAccess::adopt(config_.current(), dialler_(deadline));
    const std::lock_guard lock(mutex_);
    gate_.succeeded();
    return connection;
  } catch (const RedisError& error) {
    dial_failed(attempt, error.details());
    throw;
  } catch (const std::exception& error) {
    RedisError::Details details;
    details.cause = error.what();
    dial_failed(attempt, std::move(details));
    throw;
  }
}

void Pool::dial_failed(DialGate::Attempt attempt, RedisError::Details cause) {
  const std::lock_guard lock(mutex_);
  gate_.failed(attempt, Deadline::Clock::now(), std::move(cause));
  --open_;
  freed_.notify_one();
}

RedisError Pool::all_busy() const {
  metrics_.connection_timed_out();
  RedisError::Details details;
  details.category = ErrorCategory::timeout;
  details.retry_safe = true;
  details.endpoint = endpoint(config_.current());
  details.cause = "all " + std::to_string(limit_) + " connections of the pool stayed busy";
  details.fix = "raise " + setting("pool.connections") + ", or make commands faster";
  return RedisError(std::move(details));
}

void Pool::give_back(Lease& lease) noexcept {
  metrics_.connection_used(Deadline::Clock::now() - lease.since_);
  const std::lock_guard lock(mutex_);
  if (lease.connection_.usable() && !lease.discarded_ && lease.generation_ == generation_) {
    idle_.push_back(std::move(lease.connection_));
  } else {
    --open_;
  }
  freed_.notify_one();
}

PoolStats Pool::stats() const {
  const std::lock_guard lock(mutex_);
  return {limit_, open_, static_cast<int>(idle_.size())};
}

void Pool::retire_all() noexcept {
  const std::lock_guard lock(mutex_);
  ++generation_;
  open_ -= static_cast<int>(idle_.size());
  idle_.clear();
  freed_.notify_all();
}

void Pool::forget_failures() {
  const std::lock_guard lock(mutex_);
  gate_.forget();
}

}  // namespace redisconf
