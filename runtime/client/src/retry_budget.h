// How many retries a client may still make, so that an outage is not multiplied: a bucket of
// tokens. A retry costs one, a success gives a tenth back, and below half of the bucket there is no
// retry (gRPC's "retry throttling", gRFC A6). So N calls are at most N + capacity/2 + N/10 attempts.
//
// Thread-safety: every member may run concurrently; a success with a full bucket writes nothing.
// Errors: none.
#pragma once

#include <atomic>
#include <cstdint>

namespace redisconf {

// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): what many threads write has a line of its own
class RetryBudget {
 public:
  explicit RetryBudget(int tokens) noexcept : full_(tokens * kToken), tenths_(full_) {}

  // False when there is none to spend.
  [[nodiscard]] bool spend() noexcept {
    std::int64_t tenths = tenths_.load(std::memory_order_relaxed);
    while (tenths - kToken >= full_ / 2) {
      if (tenths_.compare_exchange_weak(tenths, tenths - kToken, std::memory_order_relaxed)) return true;
    }
    return false;
  }

  void succeeded() noexcept {
    std::int64_t tenths = tenths_.load(std::memory_order_relaxed);
    while (tenths < full_) {
      if (tenths_.compare_exchange_weak(tenths, tenths + 1, std::memory_order_relaxed)) return;
    }
  }

  [[nodiscard]] double tokens() const noexcept {
    return static_cast<double>(tenths_.load(std::memory_order_relaxed)) / kToken;
  }

 private:
  static constexpr std::int64_t kToken = 10;  // counted in tenths

  const std::int64_t full_;
  alignas(64) std::atomic<std::int64_t> tenths_;
};

}  // namespace redisconf
