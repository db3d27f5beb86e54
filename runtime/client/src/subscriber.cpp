#include "redisconf/client/subscriber.h"

#include "client_core.h"
#include "dial.h"
#include "subscriber_impl.h"

#include <utility>

namespace redisconf {
namespace {

template <class Names>
std::span<const std::string_view> span_of(const Names& names) {
  return {names.begin(), names.size()};
}

}  // namespace

Subscriber::Subscriber(const ServiceConfig& config)
    : impl_(std::make_unique<Impl>(
          config,
          Impl::Way{[config](Deadline deadline) { return Dial(config, deadline).run(); }, nullptr,
                    Surroundings::real().random},
          nullptr)) {}

Subscriber::Subscriber(const std::shared_ptr<ClientCore>& core)
    : impl_(std::make_unique<Impl>(
          core->config(),
          Impl::Way{[core](Deadline deadline) { return core->topology().main_node().dial_apart(deadline); },
                    Impl::place_of(core), core->wide().surroundings.random},
          std::shared_ptr<Listeners>(core, &core->wide().listeners))) {}

Subscriber::Subscriber(Subscriber&&) noexcept = default;
Subscriber& Subscriber::operator=(Subscriber&&) noexcept = default;
Subscriber::~Subscriber() = default;

void Subscriber::subscribe(std::initializer_list<std::string_view> channels) {
  subscribe(span_of(channels), impl_->patience());
}

void Subscriber::subscribe(std::span<const std::string_view> channels, Deadline deadline) {
  impl_->subscribe(SubscriptionKind::channel, channels, deadline);
}

void Subscriber::psubscribe(std::initializer_list<std::string_view> patterns) {
  psubscribe(span_of(patterns), impl_->patience());
}

void Subscriber::psubscribe(std::span<const std::string_view> patterns, Deadline deadline) {
  impl_->subscribe(SubscriptionKind::pattern, patterns, deadline);
}

void Subscriber::unsubscribe(std::initializer_list<std::string_view> channels) {
  unsubscribe(span_of(channels), impl_->patience());
}

void Subscriber::unsubscribe(std::span<const std::string_view> channels, Deadline deadline) {
  impl_->unsubscribe(SubscriptionKind::channel, channels, deadline);
}

void Subscriber::punsubscribe(std::initializer_list<std::string_view> patterns) {
  punsubscribe(span_of(patterns), impl_->patience());
}

void Subscriber::punsubscribe(std::span<const std::string_view> patterns, Deadline deadline) {
  impl_->unsubscribe(SubscriptionKind::pattern, patterns, deadline);
}

std::optional<Subscriber::Event> Subscriber::next(Deadline deadline) { return impl_->next(deadline); }

void Subscriber::add_listener(std::shared_ptr<ClientListener> listener) {
  impl_->listeners().add(std::move(listener));
}

}  // namespace redisconf
