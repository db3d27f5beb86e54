// The thread that brings to Redis what the spool holds.
//
// Ownership:     refers to spool and delivery, which outlive it.
// Thread-safety: every member may run concurrently.
// Errors:        none come out: it tries again after a pause, or when the client has a connection.
#pragma once

#include "delivery.h"
#include "spool.h"
#include "waker.h"

#include <redisconf/client/events.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>

namespace redisconf {

class Replay {
 public:
  struct Counts {
    std::uint64_t replayed = 0;
    std::uint64_t duplicates = 0;
    std::string last_error;  // empty since a batch got through
  };

  // Calls moved() after each batch, and when there is nothing to bring. `idle` is the longest it
  // sleeps without work.
  Replay(Client& client, Spool& spool, Delivery& delivery, std::chrono::milliseconds idle,
         std::function<void()> moved);
  ~Replay();

  void tell_of_work() { waker_->tell_of_work(); }

  [[nodiscard]] Counts counts() const;

 private:
  void run();
  bool step();
  bool send(const SpoolBatch& batch);
  void pause(const std::string& error);
  void note_sent(std::uint64_t messages, std::uint64_t duplicates);

  Spool* spool_;
  Delivery* delivery_;
  std::chrono::milliseconds idle_;
  std::function<void()> moved_;
  std::shared_ptr<Waker> waker_;
  std::chrono::milliseconds backoff_{0};
  std::minstd_rand random_;

  mutable std::mutex mutex_;
  Counts counts_;
  std::thread thread_;
};

}  // namespace redisconf
