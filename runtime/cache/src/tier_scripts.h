// The scripts by which a cache changes keys in Redis: compare-and-set on the version in the envelope.
// Each touches one key, so it runs in a cluster, and does nothing the second time, so it may be sent
// again when its reply was lost.
//
// Answers: a number when the change is in force, else the first 18 bytes of what is newer.
// Thread-safety: constant data.
#pragma once

#include <redisconf/client/script.h>

namespace redisconf::cache {

struct TierScripts {
  Script set;  // envelope with value, ms to live or 0 -> 1
  Script del;  // tombstone, ms that it lives -> 1 when there was a value, else 0
  // envelope with value, ms to live or 0, floor of values or "", "keep" or "replace", "write" or "look" ->
  // a BulkOutcome
  Script bulk_set;
  Script expire;  // envelope without value, ms to live or 0 -> 1, or 0 when there is no value

  // version, delta, ms to live or 0, instance, number of the increment, oldest number whose fate is
  // still open, floor of counters or "" -> the counter
  Script increment;

  // floor of values, floor of counters; each may be "" -> both floors, as they are now
  Script raise_floor;
};

[[nodiscard]] const TierScripts& tier_scripts();

}  // namespace redisconf::cache
