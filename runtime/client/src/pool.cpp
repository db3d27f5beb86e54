#include "pool.h"

#include "fault.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"

#include <exception>
#include <string>
#include <utility>

namespace redisconf {

Pool::Pool(const ServiceConfig& config, DialGate gate)
    : config_(config), limit_(config.pool().connections), gate_(std::move(gate)) {
  idle_.reserve(static_cast<std::size_t>(limit_));  // so that giving back never allocates
}

Pool::Lease Pool::acquire(Deadline deadline) {
  std::unique_lock lock(mutex_);
  const bool ready =
      freed_.wait_until(lock, deadline.at(), [this] { return !idle_.empty() || open_ < limit_; });
  if (!ready) throw all_busy();
  if (!idle_.empty()) {
    Connection connection = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(connection), true};
  }
  const auto attempt = gate_.start(Deadline::Clock::now());
  if (!attempt) {
    freed_.notify_one();  // the next who waits has nothing to wait for either
    throw gate_.not_due(Deadline::Clock::now());
  }
  ++open_;
  lock.unlock();
  return {*this, dial(*attempt, deadline), false};
}

Connection Pool::dial(DialGate::Attempt attempt, Deadline deadline) {
  try {
    Connection connection = Connection::open(config_, deadline);
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
  RedisError::Details details;
  details.category = ErrorCategory::timeout;
  details.retry_safe = true;
  details.endpoint = endpoint(config_);
  details.cause = "all " + std::to_string(limit_) + " connections of the pool stayed busy";
  details.fix = "raise " + setting("pool.connections") + ", or make commands faster";
  return RedisError(std::move(details));
}

void Pool::give_back(Connection connection, bool discarded) noexcept {
  const std::lock_guard lock(mutex_);
  if (connection.usable() && !discarded) {
    idle_.push_back(std::move(connection));
  } else {
    --open_;
  }
  freed_.notify_one();
}

PoolStats Pool::stats() const {
  const std::lock_guard lock(mutex_);
  return {limit_, open_, static_cast<int>(idle_.size())};
}

std::optional<RedisError::Details> Pool::last_failure() const {
  const std::lock_guard lock(mutex_);
  return gate_.last_failure();
}

}  // namespace redisconf
