// Usage: sim HISTORIES [SEED]. Runs so many histories, from SEED on (1 unless given), each sixteenth
// twice, to see that both are the same; one alone is printed step by step. Exits 1 at the first rule
// that is broken, with the command that shows it again.
#include "sim/history.h"

#include <unistd.h>

#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using redisconf::sim::Outcome;
using redisconf::sim::run_history;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kCompareEach = 16;
constexpr std::uint64_t kTellEach = 256;

int broken(std::uint64_t seed, std::string_view what) {
  std::printf("\nseed %" PRIu64 ": %.*s\nshow it step by step: ./dev sim 1 %" PRIu64 "\n", seed,
              static_cast<int>(what.size()), what.data(), seed);
  return 1;
}

int show(std::uint64_t seed) {
  const Outcome outcome = run_history(seed, true);
  std::fputs(outcome.trace.c_str(), stdout);
  std::printf("seed %" PRIu64 ": %zu calls succeeded, %zu failed, %zu dials; digest %016" PRIx64 "\n", seed,
              outcome.succeeded, outcome.failed, outcome.dials, outcome.digest);
  return outcome.violation.empty() ? 0 : broken(seed, outcome.violation);
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int run_all(std::uint64_t histories, std::uint64_t first_seed) {
  const auto start = Clock::now();
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  std::uint64_t dials = 0;
  for (std::uint64_t done = 0; done < histories; ++done) {
    const std::uint64_t seed = first_seed + done;
    const Outcome outcome = run_history(seed, false);
    if (!outcome.violation.empty()) return broken(seed, outcome.violation);
    if (done % kCompareEach == 0 && run_history(seed, false).digest != outcome.digest)
      return broken(seed, "the same seed gave two histories");
    succeeded += outcome.succeeded;
    failed += outcome.failed;
    dials += outcome.dials;
    if (terminal && done % kTellEach == 0) {
      std::printf("\r%" PRIu64 " of %" PRIu64, done, histories);
      std::fflush(stdout);
    }
  }
  const double took = seconds_since(start);
  std::printf("%s%" PRIu64 " histories from seed %" PRIu64 " in %.1f s (%.0f a second): %" PRIu64
              " calls succeeded, %" PRIu64 " failed, %" PRIu64 " dials; no rule was broken\n",
              terminal ? "\r" : "", histories, first_seed, took, static_cast<double>(histories) / took,
              succeeded, failed, dials);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t histories = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 0;
  const std::uint64_t seed = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1;
  if (histories == 0) {
    std::fputs("usage: sim HISTORIES [SEED]\n", stderr);
    return 64;
  }
  return histories == 1 ? show(seed) : run_all(histories, seed);
}
