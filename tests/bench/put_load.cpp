#include "put_load.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <thread>

namespace redisconf::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Worker {
  long commands = 0;
  std::vector<float> latencies;  // microseconds
};

void run(Caller& caller, Worker& worker, const std::atomic<bool>& stop) {
  auto before = Clock::now();
  while (!stop.load(std::memory_order_relaxed)) {
    worker.commands += caller.work();
    const auto after = Clock::now();
    worker.latencies.push_back(std::chrono::duration<float, std::micro>(after - before).count());
    before = after;
  }
}

double percentile(std::vector<float>& values, double part) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return static_cast<double>(*at);
}

template <class Member>
double middle(std::vector<Figures>& rounds, Member member) {
  std::ranges::sort(rounds, {}, member);
  return rounds[rounds.size() / 2].*member;
}

}  // namespace

Figures put_load(const CallerFactory& factory, int threads, std::chrono::milliseconds time) {
  std::vector<Worker> workers(static_cast<std::size_t>(threads));
  std::atomic<bool> stop{false};
  std::latch ready(threads + 1);
  std::vector<std::thread> running;
  for (unsigned i = 0; i < workers.size(); ++i) {
    running.emplace_back([&, i] {
      workers[i].latencies.reserve(1U << 16U);
      const auto caller = factory(i);
      caller->work();
      ready.arrive_and_wait();
      run(*caller, workers[i], stop);
    });
  }
  ready.arrive_and_wait();
  const double cpu = cpu_seconds();
  const auto start = Clock::now();
  std::this_thread::sleep_for(time);
  stop = true;
  const double used = cpu_seconds() - cpu;
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  for (auto& thread : running) thread.join();
  long commands = 0;
  std::vector<float> latencies;
  for (const Worker& worker : workers) {
    commands += worker.commands;
    latencies.insert(latencies.end(), worker.latencies.begin(), worker.latencies.end());
  }
  const auto count = static_cast<double>(commands);
  return {count / elapsed.count(), used * 1e6 / count, percentile(latencies, 0.5),
          percentile(latencies, 0.99)};
}

Figures median(std::vector<Figures> rounds) {
  return {middle(rounds, &Figures::rate), middle(rounds, &Figures::cpu), middle(rounds, &Figures::p50),
          middle(rounds, &Figures::p99)};
}

Mix::Command Mix::next() noexcept {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> made;
    for (int i = 0; i < kKeys; ++i) made.push_back("bench:" + std::to_string(i));
    return made;
  }();
  state_ = state_ * 1664525U + 1013904223U;
  return {(state_ >> 31U) != 0, keys[(state_ >> 8U) % kKeys]};
}

const std::string& Mix::value() {
  static const std::string value(64, 'v');
  return value;
}

}  // namespace redisconf::bench
