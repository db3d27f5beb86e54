#include "sim/workers.h"

#include "sim/history.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace redisconf::sim {
namespace {

constexpr std::uint64_t kCompareEach = 16;
constexpr std::uint64_t kTellEach = 256;
constexpr std::uint64_t kFewestForAProcess = 256;

void note_broken(Findings& findings, std::uint64_t seed, std::string_view what) {
  findings.broken_seed = seed;
  const std::size_t size = std::min(what.size(), findings.broken.size() - 1);
  std::copy_n(what.begin(), size, findings.broken.begin());
}

void add(Findings& all, const Outcome& outcome) {
  ++all.histories;
  all.succeeded += outcome.succeeded;
  all.failed += outcome.failed;
  all.dials += outcome.dials;
}

// Every `step`th history from that seed on.
Findings run_share(std::uint64_t histories, std::uint64_t first_seed, std::uint64_t offset,
                   std::uint64_t step) {
  Findings findings;
  const bool tells = offset == 0 && isatty(STDOUT_FILENO) != 0;
  for (std::uint64_t done = offset; done < histories; done += step) {
    const std::uint64_t seed = first_seed + done;
    const Outcome outcome = run_history(seed, false);
    add(findings, outcome);
    if (!outcome.violation.empty())
      note_broken(findings, seed, outcome.violation);
    else if (done / step % kCompareEach == 0 && run_history(seed, false).digest != outcome.digest)
      note_broken(findings, seed, "the same seed gave two histories");
    if (findings.broken[0] != 0) break;
    if (!tells || done / step % kTellEach != 0) continue;
    std::printf("\r%llu of %llu", static_cast<unsigned long long>(done),
                static_cast<unsigned long long>(histories));
    std::fflush(stdout);
  }
  findings.sightings = sightings;
  return findings;
}

struct Worker {
  pid_t process = 0;
  int output = -1;
  std::uint64_t first_seed = 0;
};

Worker start(std::uint64_t histories, std::uint64_t first_seed, std::uint64_t offset, std::uint64_t step) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  const pid_t process = fork();
  if (process < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (process == 0) {
    const Findings findings = run_share(histories, first_seed, offset, step);
    const bool told = write(ends[1], &findings, sizeof findings) == static_cast<ssize_t>(sizeof findings);
    _exit(told ? 0 : 1);
  }
  close(ends[1]);
  return {process, ends[0], first_seed + offset};
}

// Findings fit into a pipe, and come in one piece.
Findings take(const Worker& worker) {
  Findings findings;
  const bool came = read(worker.output, &findings, sizeof findings) == static_cast<ssize_t>(sizeof findings);
  close(worker.output);
  int status = 0;
  waitpid(worker.process, &status, 0);
  if (!came || status != 0)
    note_broken(findings, worker.first_seed, "the process died; this is the first seed of its share");
  return findings;
}

void add(Findings& all, const Findings& one) {
  all.histories += one.histories;
  all.succeeded += one.succeeded;
  all.failed += one.failed;
  all.dials += one.dials;
  for (std::size_t i = 0; i < all.sightings.size(); ++i) all.sightings[i] += one.sightings[i];
  if (one.broken[0] == 0 || (all.broken[0] != 0 && all.broken_seed < one.broken_seed)) return;
  all.broken = one.broken;
  all.broken_seed = one.broken_seed;
}

}  // namespace

Findings run_histories(std::uint64_t histories, std::uint64_t first_seed) {
  static_assert(sizeof(Findings) <= 4096, "a pipe takes it in one piece");
  const std::uint64_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::uint64_t count = std::clamp<std::uint64_t>(histories / kFewestForAProcess, 1, cores);
  std::vector<Worker> workers;
  for (std::uint64_t i = 0; i < count; ++i) workers.push_back(start(histories, first_seed, i, count));
  Findings all;
  for (const Worker& worker : workers) add(all, take(worker));
  return all;
}

}  // namespace redisconf::sim
