// What happened in a history, in order: always as a number to compare two runs by, and as text when
// a person wants to read it.
//
// Thread-safety: none.
#pragma once

#include "sim/chance.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf::sim {

class Trace {
 public:
  explicit Trace(bool with_text) noexcept : with_text_(with_text) {}

  // `what` names the kind of event; the numbers are its own.
  void note(Time now, std::string_view what, std::uint64_t first = 0, std::uint64_t second = 0);

  // For what is said in words: no more than a line.
  void say(Time now, std::string_view words);

  [[nodiscard]] std::uint64_t digest() const noexcept { return digest_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool with_text() const noexcept { return with_text_; }

  // Who acts just now: a thread's number; 0 for the network.
  void actor(std::uint64_t number) noexcept { actor_ = number; }

 private:
  void mix(std::uint64_t word) noexcept { digest_ = (digest_ ^ word) * 0x100000001b3U + (digest_ >> 29U); }
  void mix(std::string_view words) noexcept;
  void begin_line(Time now);

  const bool with_text_;
  std::uint64_t digest_ = 0xcbf29ce484222325U;
  std::uint64_t actor_ = 0;
  std::string text_;
};

}  // namespace redisconf::sim
