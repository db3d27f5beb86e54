// What a fuzz target may rely on: a broken promise ends the process, as libFuzzer expects it.
//
// Thread-safety: pure.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace redisconf::fuzz {

inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace redisconf::fuzz
