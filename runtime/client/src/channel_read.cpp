// The lead of a channel.
#include "channel.h"
#include "futex.h"
#include "wait_for_socket.h"

#include <poll.h>
#include <sys/socket.h>

#include <thread>

namespace redisconf {
namespace {

constexpr std::chrono::microseconds kWriterPause{50};

// A round trip with the sleep in it, for which two threads were woken: when even the shortest took longer,
// the server is too far for looking at the socket.
constexpr std::chrono::microseconds kTooFar{250};

bool make_leader(Pending& pending, PendingState from) noexcept {
  return pending.state.compare_exchange_strong(from, PendingState::leading, std::memory_order_acq_rel);
}

}  // namespace

// With the lead: reads for all until its own command is done.
Outcome Channel::lead(PendingPtr& pending, Deadline deadline, TimePoint& now) {
  const auto is_done = [&] { return pending->state.load(std::memory_order_acquire) == PendingState::done; };
  Completed completed;
  while (!is_done()) {
    if (stalled_.load(std::memory_order_relaxed)) send_queued();
    if (const auto fault = fault_of([&] { read(completed, deadline, now); })) {
      fail_all(*fault, completed);
      return Outcome::done;
    }
    if (in_flight() > 0) send_queued();
    if (is_done()) break;
    completed.wake();
    if (now >= deadline.at()) return give_up_leading(pending);
  }
  hand_over();
  completed.wake();
  return Outcome::done;
}

// One round; `now` is brought up to date.
void Channel::read(Completed& completed, Deadline deadline, TimePoint& now) {
  if (read_fault_) throw Fault(*read_fault_);
  const std::size_t size = receive(deadline, now);
  if (size == 0 && send_failed_) throw Fault(ErrorCategory::closed, "the connection was closed");
  if (size > 0) last_heard_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  take_in(size, completed);
}

// The first bytes of the buffer.
void Channel::take_in(std::size_t size, Completed& completed) {
  if (stream_->wants_to_send()) stalled_ = true;  // TLS answers housekeeping, which brings no bytes
  if (size == 0) return;
  conversation_->feed({buffer_.data(), size});
  while (!conversation_->settle(completed)) {
    const std::lock_guard lock(mutex_);
    conversation_->adopt();
    const Pending* const first = conversation_->first_awaited();
    if (first == nullptr || !conversation_->has_left(first->start, writing_)) throw unasked_reply();
  }
  count_out(completed.take_count());
}

Fault Channel::unasked_reply() {
  return {ErrorCategory::protocol, "the server sent a reply that nobody asked for"};
}

std::size_t Channel::receive(Deadline deadline, TimePoint& now) {
  const bool alone =
      in_flight() == 1 && busy_channels.load(std::memory_order_relaxed) == 1 && last_company.is_long_ago(now);
  const bool too_far = shortest_.load(std::memory_order_relaxed) > Deadline::Clock::duration(kTooFar).count();
  if (!alone || too_far || polling_ == PollingMode::never) return sleep_on_socket(deadline, now);
  const TimePoint start = now;
  const bool poll = socket_polling_.choose();
  std::size_t size = poll ? poll_socket(now) : 0;
  if (size == 0) size = sleep_on_socket(deadline, now);
  socket_polling_.took(poll, now - start);
  return size;
}

std::size_t Channel::sleep_on_socket(Deadline deadline, TimePoint& now) {
  std::size_t size = 0;
  if (stalled_.load(std::memory_order_relaxed)) {
    wait_for_socket(stream_->descriptor(), POLLIN | POLLOUT, deadline.capped(Stream::kSlice));
    size = stream_->try_receive(buffer_);
  } else if (deadline.at() - now > Stream::kSlice) {
    size = stream_->await(buffer_);
  } else {
    wait_for_socket(stream_->descriptor(), POLLIN, deadline);
    size = stream_->try_receive(buffer_);
  }
  now = Deadline::Clock::now();
  return size;
}

std::size_t Channel::poll_socket(TimePoint& now) {
  const TimePoint until = now + socket_polling_.longest();
  std::size_t size = 0;
  do {
    size = stream_->try_receive(buffer_);
    now = Deadline::Clock::now();
  } while (size == 0 && now < until);
  return size;
}

Outcome Channel::give_up_leading(PendingPtr& pending) {
  Outcome outcome{};
  {
    const std::lock_guard lock(mutex_);
    outcome = give_up(pending->start, is_answered_probe(*pending));
    pending.release()->state.store(PendingState::abandoned, std::memory_order_release);
  }
  if (outcome == Outcome::never_left) {
    Completed completed;
    fail_all(Fault(ErrorCategory::closed, "the connection was closed"), completed);
  } else {
    hand_over();
  }
  return outcome;
}

// The next leader is one who waits; without one the lead is free.
void Channel::hand_over() noexcept {
  bool asleep = false;
  std::atomic<PendingState>* next = choose_leader(asleep);
  if (next == nullptr) {
    const std::lock_guard lock(mutex_);
    conversation_->adopt();
    next = choose_leader(asleep);
    if (next == nullptr) {
      leading_ = false;
      close_if_over();
    }
  }
  if (next != nullptr && asleep) wake_one(next);
}

// Of the next in the queue the last one that is awake: waking costs more than looking, and who waits
// longest leads longest. Else the first that sleeps.
std::atomic<PendingState>* Channel::choose_leader(bool& asleep) noexcept {
  constexpr int kMostSeen = 128;
  Pending* awake = nullptr;
  int seen = 0;
  for (Pending* each = conversation_->first_awaited(); each != nullptr && seen < kMostSeen;
       each = each->next) {
    if (each->state.load(std::memory_order_relaxed) == PendingState::waiting) awake = each;
    ++seen;
  }
  asleep = false;
  if (awake != nullptr && make_leader(*awake, PendingState::waiting)) return &awake->state;
  for (Pending* each = conversation_->first_awaited(); each != nullptr; each = each->next) {
    if (make_leader(*each, PendingState::waiting)) return &each->state;
    asleep = make_leader(*each, PendingState::sleeping);
    if (asleep) return &each->state;
  }
  return nullptr;
}

// The end, by the leader. Waits for a writer, so that it is known which commands have left.
void Channel::fail_all(const Fault& fault, Completed& completed) noexcept {
  std::unique_lock lock(mutex_);
  accepting_ = false;
  send_failed_ = true;
  static_cast<void>(shutdown(stream_->descriptor(), SHUT_RDWR));
  while (writing_) {
    lock.unlock();
    std::this_thread::sleep_for(kWriterPause);
    lock.lock();
  }
  PendingQueue all = conversation_->take_all();
  while (!all.empty()) conversation_->fail(all.pop(), fault, completed);
  end_conversation(completed);
  lock.unlock();
  completed.wake();
}

// Under the lock: closes what takes no more commands when nobody waits for a reply of it.
void Channel::close_if_over() noexcept {
  if (accepting_ || !conversation_ || leading_ || writing_) return;
  conversation_->adopt();
  for (const Pending* each = conversation_->first_awaited(); each != nullptr; each = each->next) {
    if (each->state.load(std::memory_order_acquire) != PendingState::abandoned) return;
  }
  Completed completed;
  PendingQueue all = conversation_->take_all();
  while (!all.empty()) completed.finish(all.pop());
  end_conversation(completed);
}

void Channel::end_conversation(Completed& completed) noexcept {
  count_out(completed.take_count());
  conversation_.reset();
  stream_.reset();
  read_fault_.reset();
  leading_ = false;
}

}  // namespace redisconf
