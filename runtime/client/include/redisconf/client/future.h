// The reply to a command that was submitted: for one thread that keeps many in flight.
//
// Ownership:     keeps what it needs of its Client alive.
// Thread-safety: none; each may be used by another thread than the one that submitted.
// Errors:        RedisError, as those of Client::command().
#pragma once

#include <redisconf/client/deadline.h>
#include <redisconf/client/reply.h>
#include <redisconf/config/export.h>

#include <cstdint>
#include <memory>

namespace redisconf REDISCONF_PUBLIC {

class ClientCore;
class Channel;
class Node;
struct Pending;

class Future {
 public:
  // Valid until got.
  Future() noexcept;
  Future(Future&&) noexcept;
  Future& operator=(Future&&) noexcept;

  // A command whose reply was not got runs all the same, if it was sent.
  ~Future();

  [[nodiscard]] bool valid() const noexcept { return pending_ != nullptr; }

  // Whether get() would return at once. Reads nothing: replies come in while some thread is in
  // get() or in another call.
  [[nodiscard]] bool ready() const noexcept;

  // Waits, and reads replies itself, this one's and others'. The second form waits until
  // `timeouts.command` after the submission. Once; the future is not valid any more then.
  [[nodiscard]] Reply get(Deadline deadline);
  [[nodiscard]] Reply get();

 private:
  friend class ClientCore;

  // Where the command is, and how it counts.
  struct Flight {
    Node* node = nullptr;
    Channel* channel = nullptr;
    Deadline deadline{Deadline::Clock::time_point{}};
    Deadline::Clock::time_point start{};
    std::uint64_t circuit_number = 0;
    std::uint16_t command = 0;
    unsigned generation = 0;  // of the process that submitted (fork)
  };
  Future(std::shared_ptr<ClientCore> core, const Flight& flight, Pending* pending) noexcept;

  void cancel() noexcept;

  std::shared_ptr<ClientCore> core_;
  Flight flight_;
  Pending* pending_ = nullptr;
};

}  // namespace redisconf
