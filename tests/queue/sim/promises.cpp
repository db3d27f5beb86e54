#include "queue/sim/promises.h"

#include <algorithm>
#include <charconv>

namespace redisconf::test {
namespace {

using namespace std::chrono_literals;

// Handlers of the simulation take their time one after the other, while a real worker keeps time beside them.
constexpr Milliseconds kLate = 5min;

std::string text_of(SimTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  return std::to_string(static_cast<int>(date.year())) + '-' +
         std::to_string(static_cast<unsigned>(date.month())) + '-' +
         std::to_string(static_cast<unsigned>(date.day())) + " +" + std::to_string((time - day).count()) +
         " ms";
}

// "0-1735689600000-0"
SimTime time_in(std::string_view id) {
  long long number = 0;
  const std::size_t at = id.find('-') + 1;
  std::from_chars(id.data() + at, id.data() + id.size(), number);
  return SimTime(Milliseconds(number));
}

}  // namespace

Promises::Promises(const queue::WorkerOptions& options, int max_attempts)
    : options_(options), max_attempts_(max_attempts) {}

void Promises::broken(const std::string& what) {
  if (broken_.empty()) broken_ = what;
}

void Promises::scheduled(const std::string& name, Rule rule, SimTime now) {
  schedules_[name] = {std::move(rule), now, {}, {}};
}

std::string Promises::put(const Told& told) {
  std::string payload = "job " + std::to_string(jobs_.size());
  jobs_[payload] = told;
  return payload;
}

void Promises::fired(const std::string& name, const std::string& id) {
  Schedule& schedule = schedules_.at(name);
  const auto [place, is_new] = schedule.fires.emplace(time_in(id), id);
  if (!is_new && place->second != id) broken(name + " fired twice at " + text_of(time_in(id)));
  ++schedule.runs[id];
}

bool Promises::runs(const queue::Job& job, SimTime now) {
  ++runs_;
  const auto found = jobs_.find(std::string(job.payload()));
  if (found == jobs_.end()) {
    fired(std::string(job.payload()), job.id());
    return true;
  }
  const std::string& payload = found->first;
  Told& told = found->second;
  ++told.runs;
  if (now < told.at + told.delay) broken(payload + " ran before its delay was over");
  if (told.life > 0ms && now > told.at + told.delay + told.life + kLate)
    broken(payload + " ran after its time to live");
  if (job.failures() > 0 && job.failures() == told.failures) {
    const Milliseconds pause =
        std::min<Milliseconds>(options_.initial_backoff * (1 << (job.failures() - 1)), options_.max_backoff);
    if (now < told.failed_at + pause / 2) broken(payload + " was tried again too soon");
  }
  if (job.failures() > told.failures) broken(payload + " counts failures that it did not have");
  if (told.failures < told.must_fail) {
    ++told.failures;
    told.failed_at = now;
    return false;
  }
  ++told.successes;
  return true;
}

void Promises::all_well(SimTime from, SimTime to) {
  if (!well_.empty() && well_.rbegin()->second == from) {
    well_.rbegin()->second = to;
  } else {
    well_[from] = to;
  }
}

bool Promises::was_well(SimTime from, SimTime to) const {
  for (const auto& [begin, end] : well_) {
    if (std::min(end, to) - std::max(begin, from) > kLate) return true;
  }
  return false;
}

void Promises::judge(const std::vector<queue::DeadLetter>& dead, SimTime end, bool faults) {
  std::set<std::string> gone;
  for (const queue::DeadLetter& letter : dead) {
    gone.insert(letter.payload);
    if (letter.failures < max_attempts_ && letter.crashes < options_.max_crashes)
      broken(letter.payload + " is dead too early");
    if (schedules_.contains(letter.payload)) fired(letter.payload, letter.id);
  }
  for (const auto& [payload, told] : jobs_) judge_job(payload, told, gone.contains(payload), end, faults);
  for (const auto& [name, schedule] : schedules_) judge_schedule(name, schedule, end, faults);
}

void Promises::judge_job(const std::string& payload, const Told& told, bool dead, SimTime end, bool faults) {
  if (!told.acknowledged) return;  // nothing was promised
  const bool may_expire = told.life > 0ms && told.at + told.delay + told.life < end;
  if (told.successes == 0 && !dead && !may_expire) broken(payload + " is lost");
  if (faults || told.life > 0ms) return;
  if (told.successes > 1) broken(payload + " was done twice");
  if (told.must_fail >= max_attempts_ ? told.successes > 0 || told.failures != max_attempts_ : dead)
    broken(payload + " ended otherwise than its failures say");
}

// Each fire stands for the due times since the one before: there is at least one, and more only while nobody
// looked.
void Promises::judge_schedule(const std::string& name, const Schedule& schedule, SimTime end, bool faults) {
  const std::vector<SimTime> due = times_of(schedule.rule, schedule.since, end);
  auto next = due.begin();
  for (const auto& [fired, id] : schedule.fires) {
    const auto until = std::upper_bound(next, due.end(), fired);
    if (next == until) return broken(name + " fired without being due, at " + text_of(fired));
    judge_fire(name + " (" + schedule.rule.text + ')', fired, {next, until});
    if (!faults && schedule.runs.at(id) != 1) broken(name + " was run twice");
    next = until;
  }
  if (next != due.end()) broken(name + " (" + schedule.rule.text + ") did not fire at " + text_of(*next));
}

void Promises::judge_fire(const std::string& name, SimTime fired, const std::vector<SimTime>& due) {
  for (std::size_t i = 0; i + 1 < due.size(); ++i) {
    const auto looked = std::lower_bound(tended_.begin(), tended_.end(), due[i]);
    if (looked != tended_.end() && *looked < due[i + 1]) broken(name + " missed " + text_of(due[i]));
  }
  if (was_well(due.front(), fired)) broken(name + " was late for " + text_of(due.front()));
}

std::size_t Promises::fires() const noexcept {
  std::size_t count = 0;
  for (const auto& [name, schedule] : schedules_) count += schedule.fires.size();
  return count;
}

}  // namespace redisconf::test
