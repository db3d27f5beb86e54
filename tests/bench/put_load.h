// Puts load on a server from some threads at once, and says what that cost.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::bench {

// One thread's way to the server; made before the clock starts.
class Caller {
 public:
  Caller() = default;
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  virtual ~Caller() = default;

  // Some commands of the mix; returns how many. The waiting for each is the caller's latency.
  virtual int work() = 0;
};

using CallerFactory = std::function<std::unique_ptr<Caller>(unsigned thread)>;

struct Figures {
  double rate = 0;  // commands a second
  double cpu = 0;   // CPU seconds of this process a million commands
  double p50 = 0;   // microseconds a work()
  double p99 = 0;
};

[[nodiscard]] Figures put_load(const CallerFactory& factory, int threads, std::chrono::milliseconds time);

// By each figure on its own.
[[nodiscard]] Figures median(std::vector<Figures> rounds);

// Half GET, half SET, 64 bytes, 10,000 keys.
class Mix {
 public:
  static constexpr int kKeys = 10'000;

  explicit Mix(unsigned seed) noexcept : state_(seed * 2654435761U + 1) {}

  struct Command {
    bool set;
    const std::string& key;
  };
  [[nodiscard]] Command next() noexcept;
  [[nodiscard]] static const std::string& value();

 private:
  unsigned state_;
};

}  // namespace redisconf::bench
