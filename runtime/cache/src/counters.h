// Counts that many threads add to at once: a thread adds to one of several cells, each a cache line
// of its own.
//
// Thread-safety: any number of threads. A sum while others count is of some moment meanwhile.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace redisconf::cache {

enum class Count : std::uint8_t {
  hit,
  miss,
  nothing_hit,
  stale_answer,
  unreadable,
  computed,
  compute_failure,
  joined,
  early_refresh,
  near_hit,
  near_flush,
  invalidation_sent,
  invalidation_received,
  number_of_them,
};

class Counters {
 public:
  void add(Count count) noexcept { cell().counts[index(count)].fetch_add(1, std::memory_order_relaxed); }

  [[nodiscard]] std::uint64_t sum(Count count) const noexcept {
    std::uint64_t sum = 0;
    for (const Cell& each : cells_) sum += each.counts[index(count)].load(std::memory_order_relaxed);
    return sum;
  }

 private:
  static constexpr std::size_t kCells = 16;

  struct alignas(64) Cell {
    std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(Count::number_of_them)> counts{};
  };

  static constexpr std::size_t index(Count count) noexcept { return static_cast<std::size_t>(count); }

  [[nodiscard]] Cell& cell() noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t mine = threads.fetch_add(1, std::memory_order_relaxed) % kCells;
    return cells_[mine];
  }

  std::array<Cell, kCells> cells_{};
};

}  // namespace redisconf::cache
