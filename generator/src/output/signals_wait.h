// While it lives, signals that end a process wait, and a limit on the size of files is an error of
// write(2) instead of a signal. Nothing is left half done.
//
// Thread-safety: signals wait in the calling thread, and in those that it starts meanwhile. With
//                several threads at work one object must outlive all others.
#pragma once

#include <csignal>

namespace redisconf::compiler {

class SignalsWait {
 public:
  SignalsWait() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&signals, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals, &mask_);
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGXFSZ, &ignore, &file_size_);
  }
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;
  ~SignalsWait() {
    ::sigaction(SIGXFSZ, &file_size_, nullptr);
    ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
  }

 private:
  sigset_t mask_{};
  struct sigaction file_size_ {};
};

}  // namespace redisconf::compiler
