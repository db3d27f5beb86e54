// Usage: crosstalk COUNT, which is the number of commands. Exits 1 when a reply reached the wrong
// caller.
#include "client/crosstalk/crosstalk.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

int main(int count, char** arguments) {
  long left = count > 1 ? std::atol(arguments[1]) : 0;
  if (left <= 0) {
    std::fputs("usage: crosstalk COUNT\n", stderr);
    return 64;
  }
  bool mismatched = false;
  for (const bool tls : {false, true}) {
    const redisconf::testing::RedisServer server(
        {.tls = tls, .configuration = {"enable-debug-command local"}});
    const long part = tls ? left : left / 2;
    left -= part;
    const auto result = redisconf::test::run_crosstalk(server, part);
    std::printf("%s: %s\n", tls ? "TLS" : "plain", result.text().c_str());
    mismatched = mismatched || result.mismatched != 0;
  }
  return mismatched ? 1 : 0;
}
