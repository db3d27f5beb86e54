#include "conversation.h"

#include "command_encoder.h"
#include "futex.h"

#include <utility>

namespace redisconf {
void Completed::finish(Pending& pending) noexcept {
  ++count_;
  const std::atomic<PendingState>* const state = &pending.state;
  const PendingState before = pending.state.exchange(PendingState::done, std::memory_order_acq_rel);
  if (before == PendingState::abandoned) PendingRelease()(&pending);
  if (before != PendingState::sleeping) return;
  if (sleepers_ == asleep_.size()) wake();
  asleep_[sleepers_++] = state;
}

void Completed::wake() noexcept {
  for (std::size_t i = 0; i < sleepers_; ++i) wake_one(asleep_[i]);
  sleepers_ = 0;
}

void Conversation::enqueue(Pending& pending, std::span<const std::string_view> arguments) {
  const std::size_t before = queue_.size();
  encode_command(queue_, arguments);
  pending.start = appended_;
  appended_ += queue_.size() - before;
  queued_.push(pending);
  ++commands_;
}

void Conversation::enqueue(Pending& pending, std::string_view encoded) {
  queue_.append(encoded);
  pending.start = appended_;
  appended_ += encoded.size();
  queued_.push(pending);
  ++commands_;
}

bool Conversation::take() {
  if (sending_.empty() && !queue_.empty()) {
    sending_.swap(queue_);
    commands_ = 0;
    taken_ = appended_;
  }
  return !sending_.empty() || wire_.unsent() || wire_.wants_to_send();
}

bool Conversation::send() {
  while (!sending_.empty()) {
    const std::size_t size = wire_.try_send(sending_.view());
    note_sent(sending_.size() - size);
    if (size == 0) return false;
    sending_.consume(size);
  }
  if (wire_.wants_to_send() || wire_.unsent()) static_cast<void>(wire_.try_send({}));
  note_sent(0);
  return !wire_.unsent();
}

// Of what was taken, all but the rest and what the wire has kept back.
void Conversation::note_sent(std::size_t rest) noexcept {
  const std::uint64_t taken = taken_.load(std::memory_order_relaxed);
  sent_.store(taken - rest - wire_.kept_back(), std::memory_order_relaxed);
}

std::size_t Conversation::receive(std::span<char> buffer) {
  const std::size_t size = wire_.try_receive(buffer);
  if (size > 0) feed({buffer.data(), size});
  return size;
}

bool Conversation::settle(Completed& completed) {
  for (;;) {
    if (!reader_.has_next()) return !awaiting_.empty() || reader_.drained();
    Pending* const first = awaiting_.first();
    if (first == nullptr || first->start >= taken_.load(std::memory_order_acquire)) return false;
    if (first->batch) {
      first->replies.push_back(reader_.take_element());
      if (first->replies.size() < first->expected) continue;
    } else {
      reader_.take(first->answer);
    }
    completed.finish(awaiting_.pop());
  }
}

PendingQueue Conversation::take_all() noexcept {
  adopt();
  queue_.clear();
  commands_ = 0;
  sending_.clear();
  return std::exchange(awaiting_, {});
}

void Conversation::fail(Pending& pending, const Fault& fault, Completed& completed) const {
  pending.failure = Failure{fault, has_left(pending.start, false)};
  completed.finish(pending);
}

}  // namespace redisconf
