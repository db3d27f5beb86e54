// What a soak of the publisher knows: which messages a producer was told are kept, and which came
// out of the stream. A message is "<thread>:<number>"; a number is published once.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace redisconf::test {

inline constexpr std::size_t kSoakThreads = 4;
inline constexpr long kSoakBatch = 10;  // messages of one publish()

class SoakLedger {
 public:
  // Of a thread's batch from that number on.
  void acknowledged(std::size_t thread, long first);
  void came_out(const std::string& message);

  // Where a new producer goes on, past whatever the old one may have published.
  [[nodiscard]] long start(std::size_t thread);
  [[nodiscard]] long acknowledged() const noexcept { return acknowledged_; }

  // Prints what is lost, doubled or out of order; whether nothing is.
  [[nodiscard]] bool holds() const;

 private:
  struct Thread {
    long started = 0;           // where its present producer began
    std::vector<long> batches;  // first numbers
    std::vector<long> out;
  };

  [[nodiscard]] long count_lost() const;

  std::array<Thread, kSoakThreads> threads_;
  long acknowledged_ = 0;
  long out_of_order_ = 0;  // or doubled: each thread's numbers rise
};

}  // namespace redisconf::test
