// Messages that are written, and synced, together. Under the spool's mutex until it is written.
#pragma once

#include "spool.h"

#include <optional>
#include <string>

namespace redisconf {

struct Spool::Group {
  std::string bytes;  // frames
  std::uint64_t messages = 0;
  std::uint64_t last = 0;  // sequence
  std::int64_t oldest_ms = 0;
  bool done = false;
  bool durable = false;
  std::optional<PublishError> error;
};

}  // namespace redisconf
