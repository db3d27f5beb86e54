#include "subscriber_impl.h"

#include "client_core.h"
#include "command_error.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

namespace redisconf {
namespace {

// How soon a subscriber that hears nothing finds out that another server has taken over.
constexpr std::chrono::milliseconds kLookAtPlace{250};

}  // namespace

Subscriber::Impl::Place Subscriber::Impl::place_of(const std::shared_ptr<ClientCore>& core) {
  const ServiceConfig& config = core->config();
  if (config.sentinel().nodes.empty() && !config.cluster().enabled) return nullptr;
  return [core] { return core->topology().place(); };
}

Subscriber::Impl::Impl(const ServiceConfig& config, Way way, std::shared_ptr<Listeners> shared)
    : config_(config), way_(std::move(way)), shared_(std::move(shared)), gate_(config.retry(), way_.random) {}

Deadline Subscriber::Impl::patience() const noexcept { return Deadline::after(config_.timeouts().startup); }

void Subscriber::Impl::subscribe(SubscriptionKind kind, std::span<const std::string_view> names,
                                 Deadline deadline) {
  for (;;) {
    connect(deadline);
    const Subscriptions::Names fresh = subscriptions_.missing(kind, names);
    if (fresh.empty()) return;
    const auto fault = fault_of([&] {
      ByteBuffer command;
      subscriptions_.subscribe(kind, fresh, command);
      connection_->send_and_settle(command, deadline);
    });
    const auto refusal = subscriptions_.take_refusal();
    if (!fault && !refusal) {
      last_failure_.reset();
      return;
    }
    subscriptions_.forget(kind, fresh);
    if (refusal) throw server_error(config_, refusal->text, {});
    lost_by(deadline, transport_error(config_, *fault, false).details());
  }
}

void Subscriber::Impl::unsubscribe(SubscriptionKind kind, std::span<const std::string_view> names,
                                   Deadline deadline) {
  drop_foreign();
  Subscriptions::Names known = subscriptions_.present(kind, names);
  if (known.empty()) return;
  if (connection_) {
    const auto fault = fault_of([&] {
      ByteBuffer command;
      subscriptions_.unsubscribe(kind, known, command);
      connection_->send_and_settle(command, deadline);
    });
    if (const auto refusal = subscriptions_.take_refusal()) throw server_error(config_, refusal->text, {});
    if (fault) lost(*fault);
  }
  subscriptions_.forget(kind, known);
  if (subscriptions_.empty()) silent_since_.reset();
}

std::optional<Subscriber::Event> Subscriber::Impl::next(Deadline deadline) {
  for (;;) {
    if (auto event = subscriptions_.take_event()) return event;
    if (subscriptions_.empty()) throw usage_error(config_, "nothing is subscribed", "call subscribe() first");
    connect(deadline);
    if (auto event = subscriptions_.take_event()) return event;  // the gap, and what came behind it
    const Deadline look = way_.place ? deadline.capped(kLookAtPlace) : deadline;
    bool came = false;
    if (const auto fault = fault_of([&] { came = connection_->receive(look); })) {
      lost(*fault);
    } else if (!came && look.at() >= deadline.at()) {
      return std::nullopt;
    } else if (!came) {
      leave_old_place();
    }
  }
}

void Subscriber::Impl::connect(Deadline deadline) {
  drop_foreign();
  while (!connection_) {
    wait_until_due(deadline);
    dial(deadline);
  }
}

void Subscriber::Impl::wait_until_due(Deadline deadline) const {
  const TimePoint now = Deadline::Clock::now();
  std::this_thread::sleep_until(std::min(now + gate_.wait(now), deadline.at()));
  if (last_failure_ && deadline.passed()) throw RedisError(*last_failure_);
}

// An answer to who we are is final; everything else may pass by the caller's deadline.
void Subscriber::Impl::dial(Deadline deadline) {
  attempt_ = gate_.start(Deadline::Clock::now()).value_or(attempt_);
  try {
    const auto fault = fault_of([&] {
      place_ = way_.place ? way_.place() : 0;
      connection_.emplace(way_.dialler(deadline)->take_stream(), subscriptions_, config_.timeouts().health);
      subscribe_again(deadline);
      connected();
    });
    if (fault) lost_by(deadline, transport_error(config_, *fault, false).details());
  } catch (const RedisError& error) {
    lost_by(deadline, error.details());
    if (error.category() == ErrorCategory::auth || error.category() == ErrorCategory::usage) throw;
  }
}

void Subscriber::Impl::subscribe_again(Deadline deadline) {
  if (silent_since_) subscriptions_.begin_gap();
  for (const SubscriptionKind kind : {SubscriptionKind::channel, SubscriptionKind::pattern}) {
    auto names = subscriptions_.all(kind);
    if (names.empty()) continue;
    ByteBuffer command;
    subscriptions_.subscribe(kind, std::move(names), command);
    connection_->send_and_settle(command, deadline);
    if (const auto refusal = subscriptions_.take_refusal()) throw server_error(config_, refusal->text, {});
  }
}

void Subscriber::Impl::connected() {
  up_ = true;
  if (!subscriptions_.empty()) last_failure_.reset();  // else it still has to prove that it subscribes
  tell(&ClientListener::connected, [&] { return ConnectionEvent{endpoint(config_), {}}; });
  if (!silent_since_) return;
  const auto away = std::chrono::ceil<std::chrono::milliseconds>(Deadline::Clock::now() - *silent_since_);
  silent_since_.reset();
  subscriptions_.end_gap(away);
  tell(&ClientListener::subscription_gap, [&] { return GapEvent{endpoint(config_), away}; });
}

// A connection, or an attempt to make one. One that lasted makes the pauses short again; one that
// is cut again and again does not.
void Subscriber::Impl::lost(RedisError::Details error) {
  const TimePoint now = Deadline::Clock::now();
  subscriptions_.abandon_gap();
  subscriptions_.connection_ended();
  if (connection_) {
    if (!silent_since_ && !subscriptions_.empty()) silent_since_ = connection_->last_heard();
    if (now - connection_->made() >= config_.retry().max_backoff) forget_failures(now);
    connection_.reset();
  }
  tell(std::exchange(up_, false) ? &ClientListener::disconnected : &ClientListener::connecting_failed, [&] {
    return ConnectionEvent{endpoint(config_), error.cause};
  });
  gate_.failed(attempt_, now, error);
  last_failure_ = std::move(error);
}

// An attempt that its caller gave no time says less than what went wrong before it.
void Subscriber::Impl::lost_by(Deadline deadline, RedisError::Details error) {
  const bool cut = error.category == ErrorCategory::timeout && deadline.passed();
  auto earlier = cut ? last_failure_ : std::nullopt;
  lost(std::move(error));
  if (earlier) last_failure_ = std::move(earlier);
}

void Subscriber::Impl::lost(const Fault& fault) { lost(transport_error(config_, fault, false).details()); }

// After a fork: the parent goes on with it.
void Subscriber::Impl::drop_foreign() {
  if (!connection_ || connection_->ours()) return;
  subscriptions_.connection_ended();
  if (!subscriptions_.empty()) silent_since_ = connection_->last_heard();
  connection_.reset();
  forget_failures(Deadline::Clock::now());
  up_ = false;
}

// What was learnt of the server so far counts no more.
void Subscriber::Impl::forget_failures(TimePoint now) {
  gate_.forget();
  attempt_ = gate_.start(now).value_or(attempt_);
}

// The server of now may deliver nothing any more, and keep the connection all the same.
void Subscriber::Impl::leave_old_place() {
  if (way_.place() == place_) return;
  forget_failures(Deadline::Clock::now());
  lost(Fault(ErrorCategory::closed, "another server is the primary now"));
}

}  // namespace redisconf
