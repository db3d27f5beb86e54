// The thread that looks after Redis: asks for its time and the floors once a second, finds out that it
// answers again, and gives it what it does not have.
#include "tier_core.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace redisconf::cache {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookInRedis{1000};
constexpr milliseconds kLookAway{100};  // asks no server that the client has no connection to
constexpr milliseconds kShortestHold{200};
constexpr milliseconds kLongestHold{5000};
constexpr std::size_t kBatch = 256;
constexpr unsigned kLogicalBits = 16;

}  // namespace

struct TierCore::Batch {
  std::vector<DirtyLog::Item> items;  // own the keys
  std::vector<std::string> values;
  std::vector<Change> changes;  // refer to both
  std::vector<bool> were_sets;
};

void TierCore::run() {
  while (true) {
    const bool quiet = switch_.mode() == CacheMode::redis && dirty_.load(std::memory_order_acquire) == 0;
    if (!quiet) {
      if (!pause(std::max(kLookAway, hold_ > kShortestHold ? hold_ : milliseconds(0)))) return;
    } else {
      std::unique_lock lock(thread_mutex_);
      wake_.wait_for(lock, kLookInRedis, [this] { return stop_ || woken_; });
      woken_ = false;
      if (stop_) return;
    }
    look_after();
  }
}

// Not ended by wake(); false when the thread shall end.
bool TierCore::pause(milliseconds time) {
  std::unique_lock lock(thread_mutex_);
  wake_.wait_for(lock, time, [this] { return stop_; });
  return !stop_;
}

void TierCore::wake() {
  {
    const std::lock_guard lock(thread_mutex_);
    if (woken_) return;
    woken_ = true;
  }
  wake_.notify_all();
}

void TierCore::look_after() {
  try {
    synchronize();
    const CacheMode mode = switch_.mode();
    const bool clean = dirty_.load(std::memory_order_acquire) == 0;
    if (mode == CacheMode::initializing && clean) {
      switch_.change(CacheMode::initializing, CacheMode::redis);
    } else if (mode == CacheMode::redis) {
      drain();
      switch_.succeeded();
    } else {
      recover();
    }
  } catch (const RedisError& error) {
    failures_.fetch_add(1, std::memory_order_relaxed);
    const std::string& cause = error.details().cause;
    // What is not allowed would fail each call: it is told as what it is, and tried again.
    const bool leave = !is_away(error) || switch_.failed(error);
    if (leave) {
      switch_.change(CacheMode::initializing, CacheMode::memory, cause);
      switch_.change(CacheMode::redis, CacheMode::memory, cause);
    }
    if (switch_.change(CacheMode::recovering, CacheMode::memory, cause)) {
      hold_ = std::min(std::max(hold_, kShortestHold) * 2, kLongestHold);
    }
  } catch (const std::exception&) {  // no memory: another time
    failures_.fetch_add(1, std::memory_order_relaxed);
  }
}

void TierCore::synchronize() {
  const RedisTier::Time time = redis_.ask_time();
  {
    const Lock lock(mutex_);
    const std::int64_t behind = clock_.synchronize(time.server, time.asked, time.answered);
    if (behind != 0) log_.shift(behind);
  }
  redis_.exchange_floors();
}

// Until nothing is left, and Redis has answered for a while.
void TierCore::recover() {
  if (!switch_.change(CacheMode::memory, CacheMode::recovering)) {
    switch_.change(CacheMode::initializing, CacheMode::recovering);
  }
  {
    const Lock lock(mutex_);
    if (overflowed_) memory_.clear();
  }
  drain();
  if (!pause(std::max(hold_, kShortestHold))) return;
  synchronize();
  drain();
  if (switch_.change(CacheMode::recovering, CacheMode::redis)) hold_ = milliseconds(0);
}

void TierCore::drain() {
  while (dirty_.load(std::memory_order_acquire) != 0) {
    Batch batch;
    {
      const Lock lock(mutex_);
      batch = next_batch(log_.take(kBatch));
    }
    send(batch);
  }
}

// Under the lock. A key's increments come after its write is in Redis, which a refused script could undo.
TierCore::Batch TierCore::next_batch(std::vector<DirtyLog::Item> items) {
  Batch batch;
  batch.items = std::move(items);
  batch.values.resize(batch.items.size());
  for (std::size_t index = 0; index < batch.items.size(); ++index) {
    const auto& [key, what] = batch.items[index];
    if (what.write) {
      batch.changes.push_back(change_of(key, *what.write, batch.values[index]));
      batch.were_sets.push_back(what.write->action == Action::set);
      continue;
    }
    for (const DirtyAdd& add : what.adds) {
      batch.changes.push_back({.action = Action::add,
                               .key = key,
                               .version = add.version,
                               .expires_at = add.expires_at,
                               .delta = add.delta,
                               .number = add.number,
                               .oldest_open = log_.oldest_open()});
      batch.were_sets.push_back(false);
    }
  }
  return batch;
}

// Under the lock. A set whose value is gone, at its end, or so old that the tombstone of a later delete may
// be gone too, becomes a delete: what it took the place of must go in any case.
Change TierCore::change_of(const std::string& key, const DirtyWrite& write, std::string& value) {
  constexpr std::int64_t kMargin = 60'000;
  const std::int64_t now = clock_.server_time();
  const std::int64_t age = now - static_cast<std::int64_t>(write.version.time >> kLogicalBits);
  const std::int64_t tombstone = tombstone_life(settings_.fallback);
  Change change{.action = write.action, .key = key, .version = write.version, .expires_at = write.expires_at};
  if (write.action == Action::set) {
    const bool fresh = age < tombstone - kMargin && (write.expires_at == 0 || write.expires_at > now);
    if (fresh && memory_.get(key, value)) {
      change.value = value;
      return change;
    }
    change.action = Action::del;
  }
  if (change.action == Action::del) change.expires_at = now + tombstone;
  return change;
}

void TierCore::send(const Batch& batch) {
  const auto outcomes = redis_.apply_all(batch.changes);
  const RedisError* away = nullptr;
  for (std::size_t index = 0; index < outcomes.size(); ++index) {
    const auto* const error = std::get_if<RedisError>(&outcomes[index]);
    if (error != nullptr && is_away(*error)) {
      away = error;
      continue;
    }
    // What Redis refuses for good (a counter where a value is) is given up.
    const Outcome outcome = error != nullptr ? Outcome{.applied = false} : std::get<Outcome>(outcomes[index]);
    settle(batch.changes[index], batch.were_sets[index], outcome);
  }
  if (away != nullptr) throw RedisError(*away);
}

void TierCore::settle(const Change& change, bool was_set, const Outcome& outcome) {
  clock_.observe(outcome.newer);
  (outcome.applied ? replayed_ : superseded_).fetch_add(1, std::memory_order_relaxed);
  if (outcome.applied && was_set && change.action == Action::del) {
    invalidated_.fetch_add(1, std::memory_order_relaxed);
  }
  const Lock lock(mutex_);
  if (change.action == Action::add) {
    if (outcome.applied) merged_.fetch_add(1, std::memory_order_relaxed);
    log_.forget_add(change.key, change.number);
  } else if (log_.forget_write(change.key, change.version)) {
    memory_.erase(change.key);
  }
  renew_size();
}

// What the log has of this key goes to Redis now, so that the next command finds it.
void TierCore::flush(std::string_view key) {
  constexpr int kWriteAndIncrements = 2;
  for (int step = 0; step < kWriteAndIncrements; ++step) {
    if (dirty_.load(std::memory_order_acquire) == 0) return;
    Batch batch;
    {
      const Lock lock(mutex_);
      auto item = log_.take(key);
      if (!item) return;
      std::vector<DirtyLog::Item> items;
      items.push_back(std::move(*item));
      batch = next_batch(std::move(items));
    }
    send(batch);
  }
}

bool TierCore::close(milliseconds grace) {
  const Deadline deadline = Deadline::after(grace);
  while (dirty_.load(std::memory_order_acquire) != 0 && !deadline.passed() && pause(milliseconds(1))) {
  }
  closed_.store(true, std::memory_order_relaxed);
  {
    const std::lock_guard lock(thread_mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  return dirty_.load(std::memory_order_acquire) == 0;
}

}  // namespace redisconf::cache
