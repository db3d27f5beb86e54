// The inside of Subscriber: which connection it has, and how it comes by the next one.
//
// Thread-safety: none. Errors: RedisError.
#pragma once

#include "client_wide.h"
#include "dial_gate.h"
#include "fault.h"
#include "link.h"
#include "listeners.h"
#include "redisconf/client/errors.h"
#include "redisconf/client/subscriber.h"
#include "subscribed_connection.h"
#include "subscriptions.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace redisconf {

class Subscriber::Impl {
 public:
  // Throws RedisError.
  using Dialler = std::function<std::unique_ptr<Link>(Deadline deadline)>;

  // What `dialler` would lead to now, as a number that changes with it; may be null where that never does.
  using Place = std::function<std::uint64_t()>;

  // Null for one server.
  [[nodiscard]] static Place place_of(const std::shared_ptr<ClientCore>& core);

  struct Way {
    Dialler dialler;
    Place place;
    DialGate::Random random;
  };

  // `shared`: the listeners of a client; may be null.
  Impl(const ServiceConfig& config, Way way, std::shared_ptr<Listeners> shared);

  void subscribe(SubscriptionKind kind, std::span<const std::string_view> names, Deadline deadline);
  void unsubscribe(SubscriptionKind kind, std::span<const std::string_view> names, Deadline deadline);
  [[nodiscard]] std::optional<Event> next(Deadline deadline);

  [[nodiscard]] Listeners& listeners() noexcept { return own_; }
  [[nodiscard]] Deadline patience() const noexcept;  // of calls without a deadline

 private:
  using TimePoint = SubscribedConnection::TimePoint;

  // There is a connection with all subscriptions, or it throws.
  void connect(Deadline deadline);
  void wait_until_due(Deadline deadline) const;
  void dial(Deadline deadline);
  void subscribe_again(Deadline deadline);
  void connected();
  void lost(RedisError::Details error);
  void lost(const Fault& fault);
  void lost_by(Deadline deadline, RedisError::Details error);
  void drop_foreign();
  void leave_old_place();
  void forget_failures(TimePoint now);

  template <class Event, class Make>
  void tell(void (ClientListener::*heard)(const Event&), const Make& make) noexcept {
    own_.tell(heard, make);
    if (shared_) shared_->tell(heard, make);
  }

  const ServiceConfig config_;
  const Way way_;
  const std::shared_ptr<Listeners> shared_;
  Listeners own_;
  Subscriptions subscriptions_;
  std::optional<SubscribedConnection> connection_;
  bool up_ = false;                        // it has all subscriptions, and listeners know
  std::optional<TimePoint> silent_since_;  // when the last one was heard that had subscriptions
  DialGate gate_;
  DialGate::Attempt attempt_ = 0;
  std::uint64_t place_ = 0;  // of the connection
  std::optional<RedisError::Details> last_failure_;
};

}  // namespace redisconf
