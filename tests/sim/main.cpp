// Usage: sim HISTORIES [SEED]. Runs so many histories, from SEED on (1 unless given), on all cores; one alone
// is printed step by step. Exits 1 when a rule is broken, with the command that shows it again.
#include "sim/history.h"
#include "sim/sightings.h"
#include "sim/workers.h"

#include <unistd.h>

#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using redisconf::sim::Findings;
using redisconf::sim::Outcome;
using redisconf::sim::run_history;
using Clock = std::chrono::steady_clock;

// So many see each part of the client at work.
constexpr std::uint64_t kEnoughToSeeAll = 1000;

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

int blind(std::string_view part) {
  std::printf(
      "\nnever seen at work: %.*s. Was it renamed, or does its caller reach it past the linker? "
      "See tests/sim/CMakeLists.txt\n",
      static_cast<int>(part.size()), part.data());
  return 1;
}

int run_all(std::uint64_t histories, std::uint64_t first_seed) {
  const auto start = Clock::now();
  const Findings found = redisconf::sim::run_histories(histories, first_seed);
  if (found.broken[0] != 0) return broken(found.broken_seed, found.broken.data());
  for (std::size_t i = 0; histories >= kEnoughToSeeAll && i < found.sightings.size(); ++i) {
    if (found.sightings[i] == 0) return blind(redisconf::sim::kSightNames[i]);
  }
  const double took = seconds_since(start);
  std::printf("%s%" PRIu64 " histories from seed %" PRIu64 " in %.1f s (%.0f a second): %" PRIu64
              " calls succeeded, %" PRIu64 " failed, %" PRIu64 " dials; no rule was broken\n",
              isatty(STDOUT_FILENO) != 0 ? "\r" : "", found.histories, first_seed, took,
              static_cast<double>(histories) / took, found.succeeded, found.failed, found.dials);
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
