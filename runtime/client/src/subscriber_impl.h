// The inside of Subscriber: which connection it has, and how it comes by the next one.
//
// Thread-safety: none. Errors: RedisError.
#pragma once

#include "backoff.h"
#include "fault.h"
#include "link.h"
#include "listeners.h"
#include "redisconf/client/errors.h"
#include "redisconf/client/subscriber.h"
#include "subscribed_connection.h"
#include "subscriptions.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string_view>

namespace redisconf {

class Subscriber::Impl {
 public:
  // Throws RedisError.
  using Dialler = std::function<std::unique_ptr<Link>(Deadline deadline)>;

  // `shared`: the listeners of a client; may be null.
  Impl(const ServiceConfig& config, Dialler dialler, std::shared_ptr<Listeners> shared);

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
  void drop_foreign() noexcept;

  template <class Event, class Make>
  void tell(void (ClientListener::*heard)(const Event&), const Make& make) noexcept {
    own_.tell(heard, make);
    if (shared_) shared_->tell(heard, make);
  }

  const ServiceConfig config_;
  const Dialler dialler_;
  const std::shared_ptr<Listeners> shared_;
  Listeners own_;
  std::mt19937_64 engine_;
  Subscriptions subscriptions_;
  std::optional<SubscribedConnection> connection_;
  bool up_ = false;                        // it has all subscriptions, and listeners know
  std::optional<TimePoint> silent_since_;  // when the last one was heard that had subscriptions
  Backoff backoff_;
  TimePoint due_{};  // of the next dial
  std::optional<RedisError::Details> last_failure_;
};

}  // namespace redisconf
