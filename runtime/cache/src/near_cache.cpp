#include "near_cache.h"

#include "cache_key.h"

#include <redisconf/config/random_token.h>
#include <redisconf/config/signals_blocked.h>

#include <exception>
#include <functional>
#include <utility>
#include <variant>

namespace redisconf::cache {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kAll = "!all";     // in place of an id: no id begins so
constexpr std::size_t kMostOwed = 10'000;     // beyond it the others drop all
constexpr milliseconds kListenFor{500};       // also the longest that close() takes
constexpr milliseconds kAfterFailure{100};    // where the server refuses at once
constexpr milliseconds kSubscribeFor{1'000};  // until the next try

}  // namespace

NearCache::NearCache(Client& client, TieredStore& store, std::shared_ptr<const Clock> clock,
                     Counters& counters)
    : client_(client),
      store_(store),
      clock_(std::move(clock)),
      counters_(counters),
      channel_(changes_channel(store.settings().key_prefix)),
      instance_(random_token()),
      copies_(*clock_, {store.settings().memory_bytes, store.settings().memory_entries}) {
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { listen(); });
}

NearCache::~NearCache() { close(); }

void NearCache::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  closing_.notify_all();
  if (!thread_.joinable()) return;
  try {
    if (heard_) client_.publish(channel_, instance_);  // so that the thread looks up at once
  } catch (const RedisError&) {                        // it does so after kListenFor
  }
  thread_.join();
}

NearCache::Ticket NearCache::ticket(std::string_view id) {
  Slot& slot = slot_of(id);
  const std::lock_guard lock(slot.mutex);
  return slot.changes;
}

void NearCache::keep(std::string_view id, std::string_view bytes, milliseconds life, Ticket ticket) {
  if (!usable()) return;
  const std::int64_t end = life.count() == 0 ? 0 : clock_->monotonic() + life.count();
  Slot& slot = slot_of(id);
  const std::lock_guard lock(slot.mutex);
  if (slot.changes == ticket) copies_.put(id, bytes, end);
}

void NearCache::changed(std::span<const std::string_view> ids) {
  for (const std::string_view id : ids) forget(id);
  // While Redis is away the change is not there either: it is told when that is.
  if (store_.mode() != CacheMode::redis) return tell_later(ids);
  try {
    tell(ids);
  } catch (const RedisError&) {
    tell_later(ids);
  }
}

NearCache::Slot& NearCache::slot_of(std::string_view id) noexcept {
  return slots_[std::hash<std::string_view>{}(id) % slots_.size()];
}

void NearCache::forget(std::string_view id) {
  Slot& slot = slot_of(id);
  const std::lock_guard lock(slot.mutex);
  ++slot.changes;
  copies_.erase(id);
}

void NearCache::forget_all() {
  counters_.add(Count::near_flush);
  for (Slot& slot : slots_) {
    const std::lock_guard lock(slot.mutex);
    ++slot.changes;
  }
  copies_.clear();
}

void NearCache::listen() {
  Subscriber subscriber = client_.subscriber();
  bool subscribed = false;
  while (!is_closed()) {
    try {
      hear_next(subscriber, subscribed);
    } catch (const std::exception&) {  // not heard: nothing is to be kept until it is
      heard_ = false;
      forget_all();
      wait_after_failure();
    }
  }
  heard_ = false;
}

void NearCache::hear_next(Subscriber& subscriber, bool& subscribed) {
  if (!subscribed) {
    const std::array<std::string_view, 1> channels{channel_};
    subscriber.subscribe(channels, Deadline::after(kSubscribeFor));
    subscribed = true;
    forget_all();
    heard_ = true;
  }
  tell_what_is_owed();
  const auto event = subscriber.next(Deadline::after(kListenFor));
  if (!event) return;
  if (const auto* const message = std::get_if<Subscriber::Message>(&*event)) {
    take(message->payload);
  } else {
    forget_all();
    heard_ = true;
  }
}

void NearCache::take(std::string_view message) {
  if (message.starts_with(instance_)) return;
  std::size_t at = message.find(kBetweenIds);
  while (at != std::string_view::npos) {
    const std::size_t end = message.find(kBetweenIds, at + 1);
    const std::string_view id = message.substr(at + 1, end - at - 1);
    counters_.add(Count::invalidation_received);
    id == kAll ? forget_all() : forget(id);
    at = end;
  }
}

void NearCache::wait_after_failure() {
  std::unique_lock lock(mutex_);
  closing_.wait_for(lock, kAfterFailure, [this] { return closed_; });
}

void NearCache::tell(std::span<const std::string_view> ids) {
  client_.publish(channel_, changes_message(instance_, ids));
  counters_.add(Count::invalidation_sent);
}

void NearCache::tell_later(std::span<const std::string_view> ids) {
  const std::lock_guard lock(mutex_);
  if (owed_.size() == 1 && owed_.front() == kAll) return;
  if (owed_.size() + ids.size() > kMostOwed) {
    owed_.assign(1, std::string(kAll));
  } else {
    owed_.insert(owed_.end(), ids.begin(), ids.end());
  }
}

void NearCache::tell_what_is_owed() {
  if (store_.mode() != CacheMode::redis) return;
  std::vector<std::string> owed;
  {
    const std::lock_guard lock(mutex_);
    owed.swap(owed_);
  }
  if (owed.empty()) return;
  const std::vector<std::string_view> ids(owed.begin(), owed.end());
  try {
    tell(ids);
  } catch (const RedisError&) {
    tell_later(ids);
  }
}

bool NearCache::is_closed() {
  const std::lock_guard lock(mutex_);
  return closed_;
}

}  // namespace redisconf::cache
