#include "wait_for_socket.h"

#include <poll.h>

#include <cerrno>

namespace redisconf {

void wait_for_socket(int descriptor, short events, Deadline deadline) noexcept {
  pollfd entry{descriptor, events, 0};
  while (poll(&entry, 1, deadline.poll_milliseconds()) < 0 && errno == EINTR && !deadline.passed()) {
  }
}

}  // namespace redisconf
