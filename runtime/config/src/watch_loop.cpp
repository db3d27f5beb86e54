#include "watch_loop.h"

#include "redisconf/config/errors.h"
#include "redisconf/config/signals_blocked.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace redisconf {

WatchLoop::WatchLoop(Work work)
    : work_(std::move(work)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), owner_(::getpid()) {
  if (wake_.get() < 0)
    throw Error(std::string("the watcher's thread can't be woken: ") + std::strerror(errno));
  const SignalsBlocked blocked;
  thread_ = std::make_unique<std::thread>([this] { run(); });
}

WatchLoop::~WatchLoop() {
  if (owner_ != ::getpid()) {
    (void)thread_.release();  // neither to be joined nor detached here: it runs in the parent
    return;
  }
  stopping_ = true;
  wake();
  thread_->join();
}

void WatchLoop::wake() noexcept {
  const std::uint64_t one = 1;
  (void)!::write(wake_.get(), &one, sizeof one);
}

void WatchLoop::run() {
  while (!stopping_) {
    std::array<pollfd, 2> waits{pollfd{work_.fd(), POLLIN, 0}, pollfd{wake_.get(), POLLIN, 0}};
    (void)::poll(waits.data(), waits.size(), work_.timeout());
    std::uint64_t count = 0;
    (void)!::read(wake_.get(), &count, sizeof count);
    if (!stopping_) work_.poll();
  }
}

}  // namespace redisconf
