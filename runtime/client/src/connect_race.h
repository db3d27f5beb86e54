// Several addresses of one server, tried as RFC 8305 ("Happy Eyeballs") says: the next attempt
// starts 250 ms after the one before, or at once when that fails; the first connection wins and the
// others are closed. A dead address costs little so, and never the whole time.
//
// Thread-safety: none. Errors: Fault (connect, timeout).
#pragma once

#include "fault.h"
#include "redisconf/client/deadline.h"
#include "socket.h"
#include "socket_address.h"
#include "socket_options.h"

#include <optional>
#include <span>
#include <vector>

namespace redisconf {

class ConnectRace {
 public:
  // `addresses` must outlive the object; at least one.
  ConnectRace(std::span<const SocketAddress> addresses, const SocketOptions& options, Deadline deadline)
      : addresses_(addresses), options_(options), deadline_(deadline) {}

  [[nodiscard]] Socket run();

 private:
  struct Runner {
    Socket socket;
    const SocketAddress* address;
  };

  [[nodiscard]] bool may_start() const noexcept;
  [[nodiscard]] std::optional<Socket> start_next();
  [[nodiscard]] std::optional<Socket> wait();
  [[nodiscard]] std::optional<Socket> settle(std::size_t index);
  void note_failure(int error, const SocketAddress& address);
  [[nodiscard]] Deadline::Clock::duration delay() const noexcept;
  [[noreturn]] void give_up() const;

  std::span<const SocketAddress> addresses_;
  SocketOptions options_;
  Deadline deadline_;
  std::size_t next_ = 0;
  Deadline::Clock::time_point start_at_{};  // of the next attempt
  std::vector<Runner> runners_;
  std::optional<Fault> last_failure_;
};

}  // namespace redisconf
