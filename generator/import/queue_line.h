// A line for a queue: {"payload":{"customer":7},"priority":1,"delay":"10m"}
//
//   payload or bytes   any JSON, of which a string is its characters; base64
//   priority           0 (the most urgent) unless said
//   delay or due_at    "10m", or ISO 8601: not before
//   ttl or expires_at  dropped when not started by then; ttl counts from its due time on
//   unique             while a job with it is not finished, no second one is made
//
// Ownership: owns its texts. Thread-safety: pure. Errors: BadLine.
#pragma once

#include <redisconf/queue/feed.h>

#include <string>
#include <string_view>

namespace redisconf::import_tool {

struct QueueLine {
  std::string payload;
  int priority = 0;
  queue::FeedJob::When start;
  queue::FeedJob::When end;
  std::string unique_key;

  // Refers to this line.
  [[nodiscard]] queue::FeedJob job() const;
};

// `priorities`: how many levels the queue has.
[[nodiscard]] QueueLine queue_line(std::string_view line, int priorities);

}  // namespace redisconf::import_tool
