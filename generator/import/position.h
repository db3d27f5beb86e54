// How far an import is, and what became of the lines up to there.
//
// Thread-safety: plain values. Errors: none; what is no position is nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf::import_tool {

enum class Count : std::uint8_t {
  lines,
  blank,
  written,
  kept,
  newer,
  foreign,
  repeated,
  joined,
  expired,
  rejected,
};
inline constexpr std::array<std::string_view, 10> kCountNames{
    "lines", "blank", "written", "kept", "newer", "foreign", "repeated", "joined", "expired", "rejected"};

class Tally {
 public:
  [[nodiscard]] std::uint64_t& operator[](Count count) noexcept {
    return counts_[static_cast<std::size_t>(count)];
  }
  [[nodiscard]] std::uint64_t operator[](Count count) const noexcept {
    return counts_[static_cast<std::size_t>(count)];
  }

  friend bool operator==(const Tally&, const Tally&) = default;

 private:
  std::array<std::uint64_t, kCountNames.size()> counts_{};
};

struct Position {
  std::uint64_t offset = 0;   // bytes of the input
  std::uint64_t rejects = 0;  // bytes of the file of rejected lines
  std::string head;           // LineReader::head_hash(offset)
  Tally tally;                // its lines are the input's

  friend bool operator==(const Position&, const Position&) = default;
};

// JSON in one line; the same position is the same text.
[[nodiscard]] std::string text_of(const Position& position);
[[nodiscard]] std::optional<Position> position_in(std::string_view text);

}  // namespace redisconf::import_tool
