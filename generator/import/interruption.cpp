#include "interruption.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace redisconf::import_tool {
namespace {

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t g_signal = 0;
std::array<int, 2> g_pipe{-1, -1};

void note_signal(int signal) {
  const int before = errno;
  g_signal = signal;
  const char byte = 0;
  const auto written = ::write(g_pipe[1], &byte, 1);
  static_cast<void>(written);
  errno = before;
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : kSignals) ::sigaction(signal, &action, nullptr);
}

}  // namespace

Interruption::Interruption() {
  if (::pipe2(g_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe2");
  }
  g_signal = 0;
  handle(note_signal);
}

Interruption::~Interruption() {
  handle(SIG_DFL);
  for (int& end : g_pipe) {
    ::close(end);
    end = -1;
  }
}

int Interruption::signal() const noexcept { return g_signal; }
int Interruption::descriptor() const noexcept { return g_pipe[0]; }

}  // namespace redisconf::import_tool
