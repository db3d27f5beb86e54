// The write turn of a channel.
#include "channel.h"
#include "wait_for_socket.h"

#include <poll.h>
#include <sched.h>

#include <exception>

namespace redisconf {
namespace {

// While another thread reads, so that it is noticed when that thread has ended our command.
constexpr std::chrono::milliseconds kLook{10};

// A round trip of a server on this machine, or next to it. To a farther one, commands that gathered
// would travel one after the other instead of together.
constexpr std::chrono::microseconds kNear{100};

}  // namespace

bool Channel::is_near() const noexcept {
  return shortest_.load(std::memory_order_relaxed) <= Deadline::Clock::duration(kNear).count();
}

// Under the lock. True when a reply is to come to a command that a writer has taken.
bool Channel::may_gather() const noexcept {
  return is_near() && !stalled_ && in_flight() > conversation_->queued_commands();
}

// Sends until nothing is queued, or the rest may gather; then drops the write turn. False when the
// kernel takes no more: the turn is still held.
bool Channel::write_all(bool taken, bool crowded) noexcept {
  for (bool sent = false;; taken = false, sent = true) {
    if (!taken) {
      if (crowded) sched_yield();
      crowded = false;
      const std::lock_guard lock(mutex_);
      const bool rest_gathers = sent && may_gather() && !stream_->wants_to_send();
      if (rest_gathers || !conversation_->take()) {
        writing_ = false;
        stalled_ = false;
        close_if_over();
        return true;
      }
    }
    try {
      if (!conversation_->send()) return false;
    } catch (const std::exception&) {
      // What the server said before it hung up is still there to be read: the reader ends it all.
      const std::lock_guard lock(mutex_);
      accepting_ = false;
      send_failed_ = true;
      writing_ = false;
      close_if_over();
      return true;
    }
  }
}

// With the write turn: goes on whenever the kernel takes bytes, until all is sent, or the command
// was ended, or its time is over.
void Channel::write_patiently(Pending& pending, const Entry& entry, Deadline deadline) {
  const auto mine = entry.lead ? PendingState::leading : PendingState::waiting;
  while (pending.state.load(std::memory_order_acquire) == mine && !deadline.passed()) {
    if (entry.lead) {
      if (!read_while_writing(deadline)) break;
    } else {
      wait_for_socket(stream_->descriptor(), POLLOUT, deadline.capped(kLook));
    }
    if (write_all(true, false)) return;
  }
  drop_write_turn();
}

// A server that can't get rid of its replies takes no commands either. False at the end of the
// connection, which lead() will find again.
bool Channel::read_while_writing(Deadline deadline) {
  wait_for_socket(stream_->descriptor(), POLLIN | POLLOUT, deadline);
  Completed completed;
  read_fault_ = fault_of([&] { take_in(stream_->try_receive(buffer_), completed); });
  count_out(completed.take_count());
  completed.wake();
  if (!read_fault_) return true;
  const std::lock_guard lock(mutex_);
  accepting_ = false;
  return false;
}

void Channel::drop_write_turn() noexcept {
  const std::lock_guard lock(mutex_);
  writing_ = false;
  stalled_ = true;
  close_if_over();
}

// What gathered, and what a writer had to leave.
void Channel::send_queued() noexcept {
  bool taken = false;
  {
    const std::lock_guard lock(mutex_);
    if (writing_ || send_failed_ || !conversation_) return;
    if (conversation_->queued_bytes() == 0 && !stalled_) return;
    writing_ = true;
    stalled_ = false;
    taken = conversation_->take();
  }
  if (!write_all(taken, false)) drop_write_turn();
}

}  // namespace redisconf
