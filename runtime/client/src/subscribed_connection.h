// One connection of a subscriber, from its dial to its end: bytes in and out, and whether it lives.
//
// Thread-safety: none. Errors: Fault; of no more use then.
#pragma once

#include "byte_buffer.h"
#include "redisconf/client/deadline.h"
#include "resp.h"
#include "stream.h"
#include "subscriptions.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace redisconf {

class SubscribedConnection {
 public:
  using TimePoint = Deadline::Clock::time_point;

  // A stream that was dialled just now; `health` is the silence after which a PING goes out, and the
  // time for its answer. `subscriptions` must outlive the object.
  SubscribedConnection(std::unique_ptr<Stream> stream, Subscriptions& subscriptions,
                       std::chrono::milliseconds health);

  // Whether this process made it (fork).
  [[nodiscard]] bool ours() const noexcept;

  [[nodiscard]] TimePoint made() const noexcept { return made_; }
  [[nodiscard]] TimePoint last_heard() const noexcept { return last_heard_; }

  // Sends, and takes in what comes until the server has answered.
  void send_and_settle(const ByteBuffer& command, Deadline deadline);

  // Takes in what came, or waits for that. False when nothing did by the deadline.
  [[nodiscard]] bool receive(Deadline deadline);

 private:
  static constexpr std::size_t kReceiveBytes = std::size_t{16} * 1024;

  // Asks for a sign of life when that is due; throws when none came. Returns when to look again.
  [[nodiscard]] Deadline check_life(TimePoint now, Deadline deadline);

  std::unique_ptr<Stream> stream_;
  Subscriptions& subscriptions_;
  const std::chrono::milliseconds health_;
  const unsigned generation_;
  const TimePoint made_;
  ReplyReader reader_;
  TimePoint last_heard_;
  std::optional<TimePoint> asked_;  // when the PING went that nothing has followed yet
  std::array<char, kReceiveBytes> buffer_;
};

}  // namespace redisconf
