// A command that waits for its reply: a link of its connection's queue, and the place where its
// caller sleeps.
//
// Ownership: its caller's until it is abandoned, then the queue's. Lives on the heap, so that a
// caller who gives up can leave it behind. PendingPtr takes from and gives back to a small stock of
// the thread.
// Thread-safety: `state` is for all; the rest belongs to the queue until the state is `done`, then
// to the caller.
#pragma once

#include "byte_buffer.h"
#include "fault.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/reply.h"
#include "resp.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace redisconf {

enum class PendingState : std::uint32_t {
  unwatched,  // nobody waits for it just now (a future)
  waiting,    // its caller looks at the state now and then
  sleeping,   // its caller sleeps on the state
  leading,    // its caller reads for all, or has just been told to
  done,       // the outcome is there
  abandoned,  // nobody will ever look: whoever ends it frees it
};

// Why a command has no reply.
struct Failure {
  Fault fault;
  bool sent = true;  // whether any byte of it was given to the kernel
};

struct Pending {
  std::atomic<PendingState> state{PendingState::waiting};
  Pending* next = nullptr;
  std::uint64_t start = 0;     // where its first byte stands in all that was ever queued
  std::size_t expected = 1;    // replies
  bool batch = false;          // collects in `replies`, errors too
  ReplyReader::Answer answer;  // of a single command
  std::vector<Reply> replies;  // of a batch
  std::optional<Failure> failure;
  bool probe = false;                   // asks whether the connection lives: any byte is an answer
  Deadline::Clock::time_point since{};  // of a probe
  ByteBuffer command;                   // the encoded command, where its caller will need it again

  // Makes it fit for the next command.
  void reset(PendingState first) noexcept;
};

struct PendingRelease {
  void operator()(Pending* pending) const noexcept;
};
using PendingPtr = std::unique_ptr<Pending, PendingRelease>;

[[nodiscard]] PendingPtr take_pending(PendingState first);

// First in, first out. No ownership.
class PendingQueue {
 public:
  void push(Pending& pending) noexcept;
  [[nodiscard]] Pending& pop() noexcept;      // not empty
  void append(PendingQueue& other) noexcept;  // and empties the other
  [[nodiscard]] Pending* first() const noexcept { return first_; }
  [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }

 private:
  Pending* first_ = nullptr;
  Pending* last_ = nullptr;
};

}  // namespace redisconf
