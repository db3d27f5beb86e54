// The multiplexer's state machine: commands are queued and go out in batches, replies come back in
// the same order, each to its own command (redis.io/docs/manual/pipelining). It never waits, knows
// no thread and no clock, and sees the network through Wire: one thread can drive it step by step.
//
// Thread-safety: three parties may work at once: those marked [lock] one at a time, one writer,
// and one reader. Channel makes sure of that. Errors: Fault; the conversation is over then.
#pragma once

#include "byte_buffer.h"
#include "pending.h"
#include "resp.h"
#include "wire.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace redisconf {

// What one round of reading has brought about. The list of sleepers is its owner's alone.
class Completed {
 public:
  // Publishes the outcome. From here on the command is its caller's, who may be gone with it at once.
  void finish(Pending& pending) noexcept;

  // Wakes those who slept; one that is gone by now is no harm.
  void wake() noexcept;

  // How many commands have ended since the last call, abandoned ones too.
  [[nodiscard]] std::size_t take_count() noexcept { return std::exchange(count_, 0); }

 private:
  static constexpr std::size_t kMostAsleep = 64;

  std::size_t count_ = 0;
  std::size_t sleepers_ = 0;
  std::array<const std::atomic<PendingState>*, kMostAsleep> asleep_;
};

class Conversation {
 public:
  explicit Conversation(Wire& wire) : wire_(wire) {}

  // [lock] Appends a command; `pending` is in the queue from here on.
  void enqueue(Pending& pending, std::span<const std::string_view> arguments);
  void enqueue(Pending& pending, std::string_view encoded);

  // [lock] Bytes that no writer has taken yet.
  [[nodiscard]] std::size_t queued_bytes() const noexcept { return queue_.size(); }

  // [lock] Bytes that have not reached the kernel, those that a writer holds among them.
  [[nodiscard]] std::size_t unsent_bytes() const noexcept {
    return static_cast<std::size_t>(appended_ - sent_.load(std::memory_order_relaxed));
  }

  // [lock] Commands that no writer has taken yet.
  [[nodiscard]] std::uint32_t queued_commands() const noexcept { return commands_; }

  // [lock, and no writer at work] Gives the writer what is queued; false when there is nothing to send.
  [[nodiscard]] bool take();

  // [lock] Whether some of the command that starts there may have reached the kernel: exact while no
  // writer is at work, and "yes" for what a writer has in hand.
  [[nodiscard]] bool has_left(std::uint64_t start, bool writing) const noexcept {
    return start < (writing ? taken_ : sent_).load(std::memory_order_relaxed);
  }

  // [lock, no writer, no reader] Whether the server owes a reply.
  [[nodiscard]] bool awaits_reply() const noexcept {
    const Pending* const first = awaiting_.empty() ? queued_.first() : awaiting_.first();
    return first != nullptr && has_left(first->start, false);
  }

  // [writer] Sends what was taken. False when the wire takes no more just now.
  [[nodiscard]] bool send();

  // [reader] Takes in bytes, or what the wire has.
  void feed(std::string_view bytes) { reader_.feed(bytes); }
  [[nodiscard]] std::size_t receive(std::span<char> buffer);

  // [reader] Ends all commands whose replies are there. False when there is a reply, or the start of
  // one, for which no adopted command waits that a writer has taken.
  [[nodiscard]] bool settle(Completed& completed);

  // [lock and reader] Makes known to the reader what was queued meanwhile.
  void adopt() noexcept { awaiting_.append(queued_); }
  [[nodiscard]] Pending* first_awaited() const noexcept { return awaiting_.first(); }

  // [lock, no writer, reader] The end: what is still queued, for the caller to fail().
  [[nodiscard]] PendingQueue take_all() noexcept;
  void fail(Pending& pending, const Fault& fault, Completed& completed) const;

 private:
  void note_sent(std::size_t rest) noexcept;

  Wire& wire_;

  ByteBuffer queue_;            // [lock]
  PendingQueue queued_;         // [lock]
  std::uint32_t commands_ = 0;  // [lock] in queue_
  std::uint64_t appended_ = 0;  // [lock] bytes ever queued

  ByteBuffer sending_;                   // [writer]
  std::atomic<std::uint64_t> taken_{0};  // [lock to change it] bytes ever taken
  std::atomic<std::uint64_t> sent_{0};   // [writer to change it] bytes ever given to the kernel

  ReplyReader reader_;  // [reader], as those below
  PendingQueue awaiting_;
};

}  // namespace redisconf
