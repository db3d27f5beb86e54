// What a queue has promised in a simulated year, and what it did: told by the simulation, and judged.
//
// Thread-safety: none. Errors: broken promises are kept as text; the first is what counts.
#pragma once

#include "queue/sim/almanac.h"

#include <redisconf/queue/job.h>
#include <redisconf/queue/types.h>
#include <redisconf/queue/worker.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace redisconf::test {

struct Told {  // a job that was put in
  SimTime at;
  Milliseconds delay{0};
  Milliseconds life{0};
  int must_fail = 0;          // so often, then it succeeds
  bool acknowledged = false;  // enqueue() returned
  int runs = 0;
  int failures = 0;
  int successes = 0;
  SimTime failed_at{};
};

class Promises {
 public:
  Promises(const queue::WorkerOptions& options, int max_attempts);

  // ---- what happens
  void scheduled(const std::string& name, Rule rule, SimTime now);
  std::string put(const Told& told);  // its payload
  void acknowledged(const std::string& payload) { jobs_.at(payload).acknowledged = true; }
  // A handler starts it: true when it shall succeed.
  bool runs(const queue::Job& job, SimTime now);
  void tended(SimTime now) { tended_.push_back(now); }  // some worker looked for what is due
  void all_well(SimTime from, SimTime to);              // some worker was awake, and Redis there
  void broken(const std::string& what);

  // ---- at the end, when nothing is left to do
  void judge(const std::vector<queue::DeadLetter>& dead, SimTime end, bool faults);

  [[nodiscard]] const std::string& first_broken() const noexcept { return broken_; }
  [[nodiscard]] std::size_t jobs() const noexcept { return jobs_.size(); }
  [[nodiscard]] std::size_t fires() const noexcept;
  [[nodiscard]] std::size_t runs() const noexcept { return runs_; }

 private:
  struct Schedule {
    Rule rule;
    SimTime since;
    std::map<SimTime, std::string> fires;  // time of the job -> its id
    std::map<std::string, int> runs;       // of each id
  };

  void judge_job(const std::string& payload, const Told& told, bool dead, SimTime end, bool faults);
  void judge_schedule(const std::string& name, const Schedule& schedule, SimTime end, bool faults);
  void judge_fire(const std::string& name, SimTime fired, const std::vector<SimTime>& due);
  void fired(const std::string& name, const std::string& id);
  [[nodiscard]] bool was_well(SimTime from, SimTime to) const;

  const queue::WorkerOptions& options_;
  const int max_attempts_;

  std::map<std::string, Told> jobs_;
  std::map<std::string, Schedule> schedules_;
  std::vector<SimTime> tended_;
  std::map<SimTime, SimTime> well_;  // from -> to
  std::size_t runs_ = 0;
  std::string broken_;
};

}  // namespace redisconf::test
