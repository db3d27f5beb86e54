// Usage: queue_sim YEARS [SEED]. Lives so many years, from SEED on (1 unless given), on all cores. Exits 1
// when a promise was broken, with the command that shows it again.
#include "queue/sim/year.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <thread>
#include <vector>

namespace {

using redisconf::test::Around;
using redisconf::test::YearReport;

// Every `step`th year, in a process of its own: one clock a process.
int live_years(std::uint64_t first, std::uint64_t last, std::uint64_t step) try {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  Around around(QUEUE_SIM_SURROUNDINGS_LIBRARY);
  YearReport sum;
  for (std::uint64_t seed = first; seed <= last; seed += step) {
    const YearReport report = redisconf::test::live_a_year(around, seed);
    if (!report.broken.empty()) {
      std::printf("seed %" PRIu64 ": %s\nonce more: queue_sim 1 %" PRIu64 "\n", seed, report.broken.c_str(),
                  seed);
      return 1;
    }
    sum.jobs += report.jobs;
    sum.fires += report.fires;
    sum.runs += report.runs;
    sum.faults += report.faults;
  }
  std::printf("from seed %" PRIu64 ": %zu jobs, %zu due times, %zu runs, %zu faults\n", first, sum.jobs,
              sum.fires, sum.runs, sum.faults);
  return 0;
} catch (const std::exception& error) {
  std::printf("%s\n", error.what());
  return 1;
}

}  // namespace

int main(int count, char** words) {
  ::setenv("TZ", "America/New_York",
           1);  // schedules are in UTC: a time zone with summer time changes nothing
  const auto number = [&](int at, std::uint64_t otherwise) {
    return count > at ? std::strtoull(words[at], nullptr, 10) : otherwise;
  };
  const std::uint64_t years = std::max<std::uint64_t>(number(1, 1), 1);
  const std::uint64_t first = number(2, 1);
  const auto start = std::chrono::steady_clock::now();
  const std::uint64_t processes =
      std::min<std::uint64_t>(years, std::max(1U, std::thread::hardware_concurrency()));
  std::vector<pid_t> children;
  for (std::uint64_t i = 0; i < processes; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      const int result = live_years(first + i, first + years - 1, processes);
      std::fflush(stdout);
      ::_exit(result);
    }
    children.push_back(child);
  }
  bool kept = true;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    kept = kept && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%" PRIu64 " years in %.1f s: %s\n", years, took.count(),
              kept ? "every promise kept" : "BROKEN");
  return kept ? 0 : 1;
}
