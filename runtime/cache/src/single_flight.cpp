#include "single_flight.h"

#include <functional>
#include <utility>

namespace redisconf::cache {

void Flight::land(Landing landing) {
  {
    const std::lock_guard lock(mutex_);
    if (landing_) return;
    landing_ = std::move(landing);
  }
  landed_.notify_all();
}

std::optional<Landing> Flight::wait(Deadline deadline) const {
  std::unique_lock lock(mutex_);
  landed_.wait_until(lock, deadline.at(), [this] { return landing_.has_value(); });
  return landing_;
}

void Flight::led_by_this_thread() {
  const std::lock_guard lock(mutex_);
  leader_ = std::this_thread::get_id();
}

bool Flight::is_led_by_this_thread() const {
  const std::lock_guard lock(mutex_);
  return leader_ == std::this_thread::get_id() && !landing_;
}

SingleFlight::Boarding SingleFlight::board(std::string_view key) {
  Shard& shard = shard_of(key);
  std::string name(key);
  const std::lock_guard lock(shard.mutex);
  const auto [at, is_new] = shard.flights.try_emplace(name);
  if (is_new) {
    try {
      at->second = std::make_shared<Flight>(std::move(name));
    } catch (...) {
      shard.flights.erase(at);
      throw;
    }
  }
  return {at->second, is_new};
}

void SingleFlight::land(const std::shared_ptr<Flight>& flight, Landing landing) {
  {
    Shard& shard = shard_of(flight->key());
    const std::lock_guard lock(shard.mutex);
    const auto at = shard.flights.find(flight->key());
    if (at != shard.flights.end() && at->second == flight) shard.flights.erase(at);
  }
  flight->land(std::move(landing));
}

SingleFlight::Shard& SingleFlight::shard_of(std::string_view key) {
  return shards_[std::hash<std::string_view>{}(key) % shards_.size()];
}

}  // namespace redisconf::cache
