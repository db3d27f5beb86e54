// Turns SIGINT and SIGTERM into something that a thread can wait for.
//
// The handlers only write to a pipe, which is all that may be done there (signal-safety(7)).
// They work whichever thread the signal arrives on, so threads that exist already do not
// matter, as they would with sigwait().
#pragma once

#include <csignal>

namespace redisconf {

class StopSignals {
 public:
  // Takes the signals over; throws std::logic_error while another object holds them.
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();  // gives them back

  // Returns once a signal has arrived since construction, or wake() was called.
  void wait() const;

  void wake() const noexcept;

 private:
  int reader_ = -1;
  int writer_ = -1;
  struct sigaction old_interrupt_ {};
  struct sigaction old_terminate_ {};
};

}  // namespace redisconf
