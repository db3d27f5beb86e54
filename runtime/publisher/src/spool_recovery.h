// What an earlier owner left in the folder: which messages Redis may lack, and what is damaged.
//
// Thread-safety: none; the caller owns the spool.
// Errors:        PublishError (io).
#pragma once

#include "segment.h"
#include "spool_index.h"

#include <cstdint>
#include <deque>
#include <filesystem>

namespace redisconf {

struct SpoolRecovery {
  std::deque<SegmentPointer> segments;  // with messages that Redis may lack
  std::uint64_t last_number = 0;        // of segments that were found
  Position newest;                      // of the messages found
  std::uint64_t producer = 0;           // of the newest segment; 0 when there is none
  std::uint64_t messages = 0;           // in the segments
  std::uint64_t torn_bytes = 0;         // at the end of a segment, of a write that a crash cut short
  std::uint64_t damaged_bytes = 0;      // passed over
};

// Removes segments of which Redis has all. The mark counts for its own producer.
[[nodiscard]] SpoolRecovery recover_spool(const std::filesystem::path& directory,
                                          const SpoolIndex::Content& mark);

}  // namespace redisconf
