// Starts a thread that no signal of the program reaches: the program's own threads handle them.
//
// Errors: std::system_error when there is no thread to be had.
#pragma once

#include <csignal>
#include <thread>
#include <utility>

namespace redisconf {

template <class Body>
[[nodiscard]] std::thread start_background(Body body) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    std::thread thread(std::move(body));
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
  } catch (...) {
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
}

}  // namespace redisconf
