// Fails a queue's primary over, with real Sentinels, and counts the jobs that are gone.
#pragma once

#include <cstddef>
#include <string_view>

namespace redisconf::test {

enum class FailoverCase {
  under_load,     // the primary is killed while jobs are put in; its replica follows
  replica_first,  // the replica is away when more jobs are put in; then the primary is killed, and it comes
                  // back
};

[[nodiscard]] std::string_view name_of(FailoverCase what) noexcept;

struct FailoverCount {
  std::size_t acknowledged = 0;  // enqueue() returned their ids
  std::size_t refused = 0;       // enqueue() threw
  std::size_t lost = 0;          // acknowledged, and not with the new primary
};

// `guarded`: min-replicas-to-write 1, min-replicas-max-lag 1. Takes some seconds. Throws std::runtime_error
// when the Sentinels do not agree in time.
[[nodiscard]] FailoverCount fail_over(FailoverCase what, bool guarded);

}  // namespace redisconf::test
