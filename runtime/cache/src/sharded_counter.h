// A count that many threads raise and few read: each thread has one of a few cache lines.
//
// Thread-safety: any number of threads; value() is exact when nobody counts. Errors: none.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace redisconf::cache {

class ShardedCounter {
 public:
  void add(std::uint64_t count = 1) noexcept {
    lines_[line_of_thread()].count.fetch_add(count, std::memory_order_relaxed);
  }

  [[nodiscard]] std::uint64_t value() const noexcept {
    std::uint64_t sum = 0;
    for (const Line& line : lines_) sum += line.count.load(std::memory_order_relaxed);
    return sum;
  }

 private:
  static constexpr std::size_t kLines = 8;
  static constexpr std::size_t kLineSize = 64;
  struct alignas(kLineSize) Line {
    std::atomic<std::uint64_t> count{0};
  };

  [[nodiscard]] static std::size_t line_of_thread() noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t line = threads.fetch_add(1, std::memory_order_relaxed) % kLines;
    return line;
  }

  std::array<Line, kLines> lines_;
};

}  // namespace redisconf::cache
