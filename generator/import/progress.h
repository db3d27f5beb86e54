// A line on the terminal that is written over: how far an import is, how fast, and for how long yet.
//
// Thread-safety: none. Errors: none.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "position.h"

namespace redisconf::import_tool {

struct Pace {
  std::uint64_t begun_at = 0;           // bytes, of this run
  std::uint64_t begun_line = 0;         //
  std::optional<std::uint64_t> size{};  // of the input, where it is known
  std::chrono::milliseconds elapsed{0};
};

// "42 %  1,234,567 lines  152,000/s  3 rejected  8 s left"
[[nodiscard]] std::string progress_line(const Position& position, const Pace& pace);

[[nodiscard]] std::string grouped(std::uint64_t number);  // "1,234,567"

class Progress {
 public:
  // Silent unless standard error is a terminal.
  Progress(const Position& start, std::optional<std::uint64_t> size);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  void show(const Position& position);  // a few times a second
  void clear();                         // before anything else is written there

  [[nodiscard]] const Pace& pace();

 private:
  using Clock = std::chrono::steady_clock;

  const bool shows_;
  Pace pace_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_;
  bool visible_ = false;
};

}  // namespace redisconf::import_tool
