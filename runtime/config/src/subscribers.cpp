#include "subscribers.h"

#include <unistd.h>

#include <utility>

namespace redisconf {

Subscription::Subscription() noexcept = default;
Subscription::Subscription(std::shared_ptr<Entry> entry) noexcept : entry_(std::move(entry)) {}
Subscription::Subscription(Subscription&& other) noexcept = default;
Subscription& Subscription::operator=(Subscription&& other) noexcept {
  Subscription taken(std::move(other));
  std::swap(entry_, taken.entry_);
  return *this;
}
Subscription::~Subscription() { reset(); }

void Subscription::reset() noexcept {
  if (entry_ == nullptr) return;
  if (entry_->owner != ::getpid()) {
    entry_.reset();
    return;
  }
  const std::shared_ptr<std::recursive_mutex> calling = entry_->calling;
  const std::lock_guard lock(*calling);
  entry_.reset();
}

Subscription Subscribers::add(WatchCore::Listener listener) {
  auto entry =
      std::make_shared<Subscription::Entry>(Subscription::Entry{calling_, std::move(listener), ::getpid()});
  const std::lock_guard lock(*calling_);
  std::erase_if(entries_, [](const auto& known) { return known.expired(); });
  entries_.push_back(entry);
  return Subscription(std::move(entry));
}

void Subscribers::announce(const ServiceConfig& config, const std::vector<std::string>& changed) {
  const std::lock_guard lock(*calling_);
  const auto entries = entries_;  // callbacks may add some
  for (const auto& known : entries) {
    if (const auto entry = known.lock()) entry->listener(config, changed);
  }
}

}  // namespace redisconf
