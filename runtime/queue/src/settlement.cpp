#include "settlement.h"

#include "backoff.h"
#include "scripts.h"

#include <redisconf/client/errors.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

namespace redisconf::queue {
namespace {

// No call should hold the server up for a millisecond: XACK of plain jobs takes half a microsecond each,
// anything else up to twenty.
constexpr std::size_t kJobsACall = 500;
constexpr std::size_t kOthersACall = 40;

// Of an entry: milliseconds and number, as its id has them.
std::pair<long long, long long> position_of(std::string_view entry) noexcept {
  const std::size_t dash = std::min(entry.find('-'), entry.size() - 1);
  return {number_in(entry), number_in(entry.substr(dash + 1))};
}

// The operations of the script, as its arguments:
//   A lane count entry...              completed, and nothing is kept beside them; the latest one is the last
//   C lane entry id unique             completed; X: dropped, its time to live had passed
//   F lane entry pause most error      failed; dead when it has failed `most` times
//   R lane entry                       given back, not started
class Operations {
 public:
  Operations(std::string generation, const QueueSettings& settings)
      : words_{std::move(generation), std::to_string(settings.retention.count())},
        most_(std::to_string(settings.max_attempts)) {}

  void add(const Result& result, Milliseconds pause) {
    const Delivery& job = result.job;
    const std::string lane = std::to_string(job.lane);
    switch (result.outcome) {
      case Outcome::completed:
        if (job.id.empty() && job.unique.empty() && !result.told_progress) {
          plain_[job.lane].push_back(job.entry);
        } else {
          add_words({"C", lane, job.entry, job.job_id(), job.unique});
        }
        break;
      case Outcome::expired:
        add_words({"X", lane, job.entry, job.job_id(), job.unique});
        break;
      case Outcome::failed:
        add_words({"F", lane, job.entry, std::to_string(pause.count()), most_, result.error});
        break;
      case Outcome::hopeless:
        add_words({"F", lane, job.entry, "0", "1", result.error});
        break;
      case Outcome::returned:
        add_words({"R", lane, job.entry});
        break;
    }
  }

  [[nodiscard]] std::size_t others() const noexcept { return others_; }
  [[nodiscard]] bool empty() const noexcept { return others_ == 0 && plain_.empty(); }

  [[nodiscard]] std::vector<std::string> words() && {
    for (auto& [lane, entries] : plain_) {
      // Here it costs nothing: comparing ids in the script took longer than acknowledging them.
      std::iter_swap(std::ranges::max_element(entries, {}, position_of), std::prev(entries.end()));
      append({"A", std::to_string(lane), std::to_string(entries.size())});
      words_.insert(words_.end(), entries.begin(), entries.end());
    }
    return std::move(words_);
  }

 private:
  void append(std::initializer_list<std::string> words) { words_.insert(words_.end(), words); }
  void add_words(std::initializer_list<std::string> words) {
    append(words);
    ++others_;
  }

  std::vector<std::string> words_;
  std::string most_;
  std::size_t others_ = 0;
  std::map<int, std::vector<std::string>> plain_;
};

}  // namespace

Settlement::Settlement(Client& client, const QueueKeys& keys, const WorkerOptions& options, Workbench& bench,
                       Housekeeper& housekeeper)
    : client_(client),
      keys_(keys),
      options_(options),
      bench_(bench),
      housekeeper_(housekeeper),
      random_(options.random ? options.random() : std::random_device()()) {}

void Settlement::run() {
  while (true) {
    const std::vector<Result> results = bench_.await_results(kJobsACall);
    if (results.empty()) return;
    while (true) {
      try {
        settle(results);
        break;
      } catch (const RedisError&) {
        // Again: what was done by a call whose reply was lost is passed over.
        bench_.count_redis_error();
      }
      if (!stopping_.sleep(kAfterError)) return;
    }
    bench_.settled();
  }
}

// Results of an earlier generation are refused, without asking.
void Settlement::settle(const std::vector<Result>& results) {
  const GenerationPtr now = bench_.generation();
  Operations operations(now->name, keys_.settings());
  bool lost = false;
  bool failed = false;
  const auto send = [&] {
    const std::vector<std::string> words = std::move(operations).words();
    operations = Operations(now->name, keys_.settings());
    const std::vector<std::string_view> arguments(words.begin(), words.end());
    lost = queue::run(client_, worker_scripts().settle, keys_, arguments).as_integer() < 0;
  };
  std::uniform_real_distribution<double> chance(0, 1);
  for (const Result& result : results) {
    if (result.generation != now || lost) continue;
    operations.add(result, retry_pause(result.job.failures + 1, options_.initial_backoff,
                                       options_.max_backoff, chance(random_)));
    failed = failed || result.outcome == Outcome::failed;
    if (operations.others() >= kOthersACall) send();
  }
  if (!operations.empty() && !lost) send();
  tell_late(results, lost ? nullptr : now);
  if (lost || failed) housekeeper_.wake();
}

// Those that are not of `generation`.
void Settlement::tell_late(const std::vector<Result>& results, const GenerationPtr& generation) {
  std::uint64_t late = 0;
  for (const Result& result : results) {
    if (result.generation == generation || result.outcome == Outcome::returned) continue;
    ++late;
    if (options_.on_late) options_.on_late(result.job.job_id());
  }
  if (late > 0) bench_.count_late(late);
}

}  // namespace redisconf::queue
