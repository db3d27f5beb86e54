#include "subscribed_connection.h"

#include "fault.h"
#include "redisconf/config/fork_generation.h"
#include "wait_for_socket.h"

#include <poll.h>

#include <algorithm>
#include <utility>

namespace redisconf {

SubscribedConnection::SubscribedConnection(std::unique_ptr<Stream> stream, Subscriptions& subscriptions,
                                           std::chrono::milliseconds health)
    : stream_(std::move(stream)),
      subscriptions_(subscriptions),
      health_(health),
      generation_(fork_generation()),
      made_(Deadline::Clock::now()),
      last_heard_(made_) {}

bool SubscribedConnection::ours() const noexcept { return generation_ == fork_generation(); }

void SubscribedConnection::send_and_settle(const ByteBuffer& command, Deadline deadline) {
  stream_->send(command.view(), deadline);
  while (!subscriptions_.settled()) {
    if (!receive(deadline)) throw Fault(ErrorCategory::timeout, "no answer in time");
  }
}

// Looks at the socket first, however late: a process that was frozen finds the sign of life there.
bool SubscribedConnection::receive(Deadline deadline) {
  for (;;) {
    const std::size_t size = stream_->try_receive(buffer_);
    const TimePoint now = Deadline::Clock::now();
    if (size > 0) {
      last_heard_ = now;
      asked_.reset();
      reader_.feed({buffer_.data(), size});
      while (auto answer = reader_.next()) subscriptions_.take(std::move(*answer));
      return true;
    }
    const Deadline again = check_life(now, deadline);
    if (now >= deadline.at()) return false;
    wait_for_socket(stream_->descriptor(), POLLIN, again);
  }
}

Deadline SubscribedConnection::check_life(TimePoint now, Deadline deadline) {
  if (asked_ && now >= *asked_ + health_) {
    throw Fault(ErrorCategory::timeout,
                "a quiet server gave no sign of life (" + setting("timeouts.health") + " after a PING)");
  }
  if (!asked_ && now >= last_heard_ + health_) {
    ByteBuffer command;
    subscriptions_.ping(command);
    stream_->send(command.view(), Deadline(std::max(deadline.at(), now)).capped(health_));
    asked_ = now;
  }
  return Deadline(std::min(deadline.at(), asked_ ? *asked_ + health_ : last_heard_ + health_));
}

}  // namespace redisconf
