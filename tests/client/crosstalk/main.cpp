// Usage: crosstalk COUNT, which is the number of answers: half of them plain, half under TLS. Tells of each
// million. Exits 1 when a reply reached the wrong caller.
#include "client/crosstalk/crosstalk.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr long kPart = 1'000'000;

// Whether every reply reached its caller.
bool look(bool tls, long answers) {
  const redisconf::testing::RedisServer server({.tls = tls, .configuration = {"enable-debug-command local"}});
  bool right = true;
  for (long done = 0; done < answers;) {
    const long part = std::min(kPart, answers - done);
    const auto result = redisconf::test::run_crosstalk(server, part);
    done += part;
    std::printf("%s, %ld of %ld: %s\n", tls ? "TLS" : "plain", done, answers, result.text().c_str());
    std::fflush(stdout);
    right = right && result.mismatched == 0;
  }
  return right;
}

}  // namespace

int main(int count, char** arguments) {
  const long answers = count > 1 ? std::atol(arguments[1]) : 0;
  if (answers <= 0) {
    std::fputs("usage: crosstalk COUNT\n", stderr);
    return 64;
  }
  const bool plain = look(false, answers / 2);
  const bool tls = look(true, answers - answers / 2);
  return plain && tls ? 0 : 1;
}
