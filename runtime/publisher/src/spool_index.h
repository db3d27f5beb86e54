// How far the spool has come: whose it is, the epoch of its owner, and the last message that Redis
// has. Two slots of one small file, written in turns in place, so that a kill or a torn write leaves
// the older one, and a full disk does not stop the spool from being emptied.
//
// A message in a segment after the mark is one that Redis may lack; one that it has all the same is
// known there by epoch and sequence. So an index that is behind, or lost, costs time and nothing else.
//
// Thread-safety: none.
#pragma once

#include "file.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace redisconf {

// A message of a producer; the order in which they were published.
struct Position {
  std::uint64_t epoch = 0;
  std::uint64_t sequence = 0;

  friend bool operator<(const Position& left, const Position& right) noexcept {
    return left.epoch != right.epoch ? left.epoch < right.epoch : left.sequence < right.sequence;
  }
};

class SpoolIndex {
 public:
  struct Content {
    std::uint64_t producer = 0;
    std::uint64_t epoch = 0;  // of the present owner, or the last one
    Position acknowledged;
  };

  // Opens `directory`/index, making it where it is missing.
  explicit SpoolIndex(const std::filesystem::path& directory);

  // Of the newest slot that is whole; nothing when there is none.
  [[nodiscard]] const std::optional<Content>& content() const noexcept { return content_; }

  void write(const Content& content);
  void sync() const { file_.sync(); }

 private:
  void read();

  File file_;
  std::optional<Content> content_;
  std::uint64_t generation_ = 0;  // of the newest slot
};

}  // namespace redisconf
