// One file of the spool: frames of one producer in one epoch. Its name says which place it has, and
// all that its frames share, so nothing at its start can be damaged.
//
//   00000000000000000007-19ac3f0b2d1-5f3a9c0e11d2b704.seg    number, epoch, producer
//
// Thread-safety: none.
#pragma once

#include "spool_index.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

struct SegmentName {
  std::uint64_t number = 0;
  std::uint64_t epoch = 0;
  std::uint64_t producer = 0;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::uint32_t salt() const;  // alike for all segments of a producer's epoch

  [[nodiscard]] static std::optional<SegmentName> parse(std::string_view text);
};

[[nodiscard]] std::string hexadecimal(std::uint64_t number);

struct Segment {
  SegmentName name;
  std::filesystem::path path;
  std::uint64_t bytes = 0;     // that may be read: written, and synced where that is asked
  std::uint64_t messages = 0;  // that Redis lacks
  std::uint64_t damaged = 0;   // bytes that were passed over when the spool was opened
  std::uint64_t given = 0;     // of these, to the thread that reads
  std::uint64_t last = 0;      // sequence of the newest
  std::int64_t oldest_ms = 0;  // when the oldest came that Redis lacks, or the one before it
  bool closed = false;         // nothing is added any more
  bool dropped = false;        // to make room
};

using SegmentPointer = std::shared_ptr<Segment>;

// Those of the folder by number; files with other names are left alone.
[[nodiscard]] std::vector<SegmentName> segments_in(const std::filesystem::path& directory);

}  // namespace redisconf
