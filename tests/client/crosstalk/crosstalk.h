// Looks for replies that reach the wrong caller: tagged commands from many threads, while calls time
// out, futures are dropped, the server stalls and connections are killed.
#pragma once

#include <redisconf/testing/redis_server.h>

#include <string>

namespace redisconf::test {

struct CrosstalkResult {
  long answered = 0;
  long failed = 0;      // with a typed error
  long dropped = 0;     // futures destroyed before their reply
  long mismatched = 0;  // the reply of another command
  long kills = 0;       // rounds in which the server closed all connections

  [[nodiscard]] std::string text() const;
};

// Until there are so many answers, a few more for those on their way. The server must allow DEBUG
// (enable-debug-command local).
[[nodiscard]] CrosstalkResult run_crosstalk(const testing::RedisServer& server, long answers);

}  // namespace redisconf::test
