#include "stop_signals.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace redisconf {
namespace {

std::atomic<int> pipe_of_handler = -1;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler reads it");

// A full pipe has been written to before, which is as good.
void write_byte(int pipe) noexcept {
  const char byte = 0;
  while (::write(pipe, &byte, 1) < 0 && errno == EINTR) {
  }
}

extern "C" void on_stop_signal(int) {
  const int saved = errno;
  write_byte(pipe_of_handler.load());
  errno = saved;
}

}  // namespace

StopSignals::StopSignals() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::system_category(), "can't make a pipe");
  }
  reader_ = ends[0];
  writer_ = ends[1];
  ::fcntl(writer_, F_SETFL, O_NONBLOCK);
  int nobody = -1;
  if (!pipe_of_handler.compare_exchange_strong(nobody, writer_)) {
    ::close(reader_);
    ::close(writer_);
    throw std::logic_error("this process already has a server that waits for stop signals");
  }
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, &old_interrupt_);
  ::sigaction(SIGTERM, &action, &old_terminate_);
}

StopSignals::~StopSignals() {
  ::sigaction(SIGINT, &old_interrupt_, nullptr);
  ::sigaction(SIGTERM, &old_terminate_, nullptr);
  pipe_of_handler.store(-1);
  ::close(reader_);
  ::close(writer_);
}

// poll() ends with each signal, where the kernel would start read() again and a sanitizer, which runs
// handlers between system calls, never come to run ours.
void StopSignals::wait() const {
  pollfd ready{reader_, POLLIN, 0};
  while (::poll(&ready, 1, -1) < 0 && errno == EINTR) {
  }
  char byte = 0;
  while (::read(reader_, &byte, 1) < 0 && errno == EINTR) {
  }
}

void StopSignals::wake() const noexcept { write_byte(writer_); }

}  // namespace redisconf
