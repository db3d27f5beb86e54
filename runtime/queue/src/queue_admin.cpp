// What Queue does to jobs that are there: looking, cancelling, pausing, dead letters.
#include "queue_keys.h"
#include "redisconf/queue/queue.h"
#include "scripts.h"

#include <redisconf/client/errors.h>

namespace redisconf::queue {
namespace {

ServerTime time_in(const std::string& milliseconds) {
  return ServerTime(Milliseconds(number_in(milliseconds)));
}

JobState state_in(const std::string& name) {
  for (const JobState state :
       {JobState::waiting, JobState::delayed, JobState::active, JobState::completed, JobState::dead}) {
    if (name == name_of(state)) return state;
  }
  return JobState::unknown;
}

// Runs a script that works in bounded pieces until it finds nothing more to do.
std::uint64_t repeat(Client& client, const Script& script, const QueueKeys& keys,
                     std::initializer_list<std::string_view> arguments) {
  std::uint64_t sum = 0;
  while (const long long count = run(client, script, keys, arguments).as_integer()) {
    sum += static_cast<std::uint64_t>(count);
  }
  return sum;
}

}  // namespace

JobStatus Queue::status(std::string_view id) {
  const Reply reply = run(client_, admin_scripts().status, *keys_, {id});
  const auto& fields = reply.as_array();
  JobStatus status;
  status.state = state_in(fields.at(0).as_string());
  status.failures = static_cast<int>(number_in(fields.at(1).as_string()));
  status.crashes = static_cast<int>(number_in(fields.at(2).as_string()));
  status.progress = fields.at(3).as_string();
  status.payload = fields.at(4).as_string();
  status.error = fields.at(5).as_string();
  status.due = time_in(fields.at(6).as_string());
  return status;
}

CancelResult Queue::cancel(std::string_view id) {
  const std::string result = run(client_, admin_scripts().cancel, *keys_, {id}).as_string();
  if (result == "cancelled") return CancelResult::cancelled;
  return result == "active" ? CancelResult::active : CancelResult::unknown;
}

void Queue::pause() { static_cast<void>(run(client_, admin_scripts().pause, *keys_, {keys_->lanes()})); }

void Queue::resume() { static_cast<void>(run(client_, admin_scripts().resume, *keys_, {keys_->lanes()})); }

std::uint64_t Queue::drain() { return repeat(client_, admin_scripts().drain, *keys_, {keys_->lanes()}); }

QueueStats Queue::stats() {
  const Reply reply = run(client_, admin_scripts().stats, *keys_, {keys_->lanes()});
  const auto& numbers = reply.as_array();
  const auto number = [&numbers](std::size_t at) {
    return static_cast<std::uint64_t>(std::max(0LL, numbers.at(at).as_integer()));
  };
  QueueStats stats;
  stats.oldest_waiting = Milliseconds(number(0));
  stats.active = number(1);
  stats.delayed = number(2);
  stats.dead = number(3);
  stats.completed_kept = number(4);
  stats.workers = number(5);
  stats.paused = number(6) != 0;
  stats.completed_total = number(7);
  stats.failed_total = number(8);
  stats.crashed_total = number(9);
  stats.expired_total = number(10);
  stats.dead_total = number(11);
  for (std::size_t at = 12; at < numbers.size(); ++at) stats.waiting.push_back(number(at));
  return stats;
}

std::vector<WaitingJob> Queue::peek(int priority, std::size_t count) {
  const Reply reply = run(client_, admin_scripts().peek, *keys_,
                          {std::to_string(keys_->checked(priority)), std::to_string(count)});
  const auto& words = reply.as_array();
  std::vector<WaitingJob> jobs;
  for (std::size_t at = 0; at + 1 < words.size(); at += 2) {
    jobs.push_back({words[at].as_string(), words[at + 1].as_string()});
  }
  return jobs;
}

std::vector<DeadLetter> Queue::dead(std::size_t offset, std::size_t count) {
  std::vector<DeadLetter> letters;
  if (count == 0) return letters;
  const Reply reply =
      run(client_, admin_scripts().dead, *keys_, {std::to_string(offset), std::to_string(count)});
  const auto& words = reply.as_array();
  constexpr std::size_t kWords = 6;
  for (std::size_t at = 0; at + kWords <= words.size(); at += kWords) {
    DeadLetter letter;
    letter.id = words[at].as_string();
    letter.died = time_in(words[at + 1].as_string());
    letter.payload = words[at + 2].as_string();
    letter.error = words[at + 3].as_string();
    letter.failures = static_cast<int>(number_in(words[at + 4].as_string()));
    letter.crashes = static_cast<int>(number_in(words[at + 5].as_string()));
    letters.push_back(std::move(letter));
  }
  return letters;
}

bool Queue::retry(std::string_view id) {
  return run(client_, admin_scripts().retry, *keys_, {id}).as_integer() == 1;
}

bool Queue::purge(std::string_view id) {
  return run(client_, admin_scripts().purge, *keys_, {"id", id}).as_integer() == 1;
}

std::uint64_t Queue::purge_older_than(std::chrono::milliseconds age) {
  return repeat(client_, admin_scripts().purge, *keys_, {"older", std::to_string(age.count())});
}

}  // namespace redisconf::queue
