#include "workbench.h"

#include <algorithm>
#include <exception>

namespace redisconf::queue {
namespace {

using std::chrono::duration_cast;

constexpr std::size_t kLongestError = 500;

void record(DurationHistogram& histogram, double seconds) {
  const auto* const bucket = std::ranges::lower_bound(DurationHistogram::kBounds, seconds);
  ++histogram.buckets.at(static_cast<std::size_t>(bucket - DurationHistogram::kBounds.begin()));
  histogram.sum_seconds += seconds;
}

}  // namespace

Workbench::Workbench(const WorkerOptions& options, int priorities, Handler handler,
                     TellProgress tell_progress)
    : handlers_(static_cast<std::size_t>(std::max(1, options.handlers))),
      most_prefetched_(static_cast<std::size_t>(std::max(0, options.prefetch))),
      handler_(std::move(handler)),
      tell_progress_(std::move(tell_progress)),
      on_late_(options.on_late),
      ready_(static_cast<std::size_t>(priorities)),
      slots_(handlers_) {}

// ---- handlers -------------------------------------------------------------------------------

void Workbench::run_handler(std::size_t slot) {
  std::optional<Result> finished;
  Clock::duration took{};
  while (auto task = next(slot, std::move(finished), took)) {
    const auto start = Clock::now();
    finished = execute(std::move(*task));
    took = Clock::now() - start;
  }
}

bool Workbench::run_ready(std::size_t slot) {
  std::unique_lock lock(mutex_);
  if (ready_count_ == 0) return false;
  Task task = start(slot);
  lock.unlock();
  const auto began = Clock::now();
  Result finished = execute(std::move(task));
  lock.lock();
  take_in(slot, std::move(finished), Clock::now() - began);
  return true;
}

std::optional<Workbench::Task> Workbench::next(std::size_t slot, std::optional<Result> finished,
                                               Clock::duration took) {
  std::unique_lock lock(mutex_);
  if (finished) take_in(slot, std::move(*finished), took);
  while (ready_count_ == 0 && !closed_) {
    ++idle_;
    jobs_came_.wait(lock);
    --idle_;
    waking_ = false;
  }
  if (closed_) return std::nullopt;
  Task task = start(slot);
  if (ready_count_ > 0 && idle_ > 0 && !waking_) {
    waking_ = true;
    jobs_came_.notify_one();
  }
  if (intake_waits_ && wanted() > 0) room_came_.notify_one();
  return task;
}

Workbench::Task Workbench::start(std::size_t slot) {
  Task task = pop();
  ++running_;
  Slot& place = slots_[slot];
  place.busy = true;
  place.abandoned = false;
  place.task.generation = task.generation;
  place.task.job.lane = task.job.lane;
  place.task.job.entry = task.job.entry;
  return task;
}

void Workbench::take_in(std::size_t slot, Result finished, Clock::duration took) {
  Slot& place = slots_[slot];
  place.busy = false;
  --running_;
  const double seconds = std::chrono::duration<double>(took).count();
  record(stats_.handler_time, seconds);
  constexpr double kWeight = 0.125;
  mean_us_ = mean_us_ >= 1e6 && stats_.completed == 0 ? seconds * 1e6
                                                      : mean_us_ + kWeight * (seconds * 1e6 - mean_us_);
  if (finished.outcome == Outcome::completed) ++stats_.completed;
  if (finished.outcome == Outcome::expired) ++stats_.expired;
  if (finished.outcome == Outcome::failed || finished.outcome == Outcome::hopeless) ++stats_.failed;
  if (!place.abandoned) results_.push_back(std::move(finished));
  if (settler_waits_) results_came_.notify_one();
  if (intake_waits_ && wanted() > 0) room_came_.notify_one();
  if (running_ == 0) all_settled_.notify_all();
}

Workbench::Task Workbench::pop() {
  for (auto& level : ready_) {
    if (level.empty()) continue;
    Task task = std::move(level.front());
    level.pop_front();
    --ready_count_;
    return task;
  }
  return {};
}

bool Workbench::has_expired(const Delivery& job) const {
  if (job.expires == 0) return false;
  const auto now = duration_cast<Milliseconds>(Clock::now().time_since_epoch()).count();
  return now + clock_offset_ms_.load(std::memory_order_relaxed) > job.expires;
}

Result Workbench::execute(Task task) {
  Result result{{}, task.generation, Outcome::completed, false, {}};
  if (has_expired(task.job)) {
    result.outcome = Outcome::expired;
  } else {
    Job job;
    job.id_ = task.job.job_id();
    job.payload_ = std::move(task.job.payload);
    job.priority_ = QueueKeys::priority_of(task.job.lane);
    job.failures_ = task.job.failures;
    job.crashes_ = task.job.crashes;
    job.enqueued_ = ServerTime(Milliseconds(task.job.enqueued));
    job.ask_lost_ = [this, &task] { return generation() != task.generation; };
    job.tell_progress_ = [this, &task, &job](std::string_view text) {
      return tell_progress_(*task.generation, job.id(), text);
    };
    try {
      handler_(job);
    } catch (const DoNotRetry& error) {
      result.outcome = Outcome::hopeless;
      result.error = error.what();
    } catch (const std::exception& error) {
      result.outcome = Outcome::failed;
      result.error = error.what();
    } catch (...) {
      result.outcome = Outcome::failed;
      result.error = "the handler threw what is no std::exception";
    }
    result.told_progress = job.told_progress_;
  }
  if (result.error.size() > kLongestError) result.error.resize(kLongestError);
  result.job = std::move(task.job);
  result.job.payload.clear();
  return result;
}

// ---- intake ---------------------------------------------------------------------------------

// About two milliseconds' work: a round trip is hidden, and little waits here that others could do.
std::size_t Workbench::prefetch() const {
  constexpr double kAheadUs = 2000;
  const double jobs = static_cast<double>(handlers_) * kAheadUs / std::max(mean_us_, 1.0);
  return std::min(most_prefetched_, static_cast<std::size_t>(jobs));
}

std::size_t Workbench::wanted() const {
  const std::size_t ahead = prefetch();
  const std::size_t has = ready_count_ + running_;
  if (closed_ || has >= handlers_ + ahead / 2) return 0;
  return handlers_ + ahead - has;
}

std::size_t Workbench::await_room() {
  std::unique_lock lock(mutex_);
  intake_waits_ = true;
  room_came_.wait(lock, [this] { return closed_ || wanted() > 0; });
  intake_waits_ = false;
  return wanted();
}

std::size_t Workbench::room() const {
  const std::lock_guard lock(mutex_);
  return wanted();
}

std::size_t Workbench::free_handlers() const {
  const std::lock_guard lock(mutex_);
  return handlers_ - std::min(handlers_, ready_count_ + running_);
}

void Workbench::await_free_handler() {
  std::unique_lock lock(mutex_);
  intake_waits_ = true;
  room_came_.wait(lock, [this] { return closed_ || ready_count_ + running_ < handlers_; });
  intake_waits_ = false;
}

void Workbench::give_back(Task task) {
  results_.push_back({std::move(task.job), std::move(task.generation), Outcome::returned, false, {}});
  if (settler_waits_) results_came_.notify_one();
}

void Workbench::add(std::vector<Delivery> jobs, const GenerationPtr& generation) {
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return;
  for (Delivery& job : jobs) {
    Task task{std::move(job), generation};
    if (closed_) {
      give_back(std::move(task));
      continue;
    }
    ready_.at(static_cast<std::size_t>(QueueKeys::priority_of(task.job.lane))).push_back(std::move(task));
    ++ready_count_;
  }
  if (ready_count_ > 0 && idle_ > 0 && !waking_) {
    waking_ = true;
    jobs_came_.notify_one();
  }
}

std::set<Entry> Workbench::in_hand() const {
  const std::lock_guard lock(mutex_);
  std::set<Entry> entries(settling_.begin(), settling_.end());
  for (const auto& level : ready_) {
    for (const Task& task : level) entries.emplace(task.job.lane, task.job.entry);
  }
  for (const Slot& slot : slots_) {
    if (slot.busy) entries.emplace(slot.task.job.lane, slot.task.job.entry);
  }
  for (const Result& result : results_) entries.emplace(result.job.lane, result.job.entry);
  return entries;
}

// ---- settlement -----------------------------------------------------------------------------

std::vector<Result> Workbench::await_results(std::size_t most) {
  std::unique_lock lock(mutex_);
  settler_waits_ = true;
  results_came_.wait(lock, [this] { return finished_ || !results_.empty(); });
  settler_waits_ = false;
  std::vector<Result> taken;
  if (results_.size() <= most) {
    taken.swap(results_);
  } else {
    const auto end = results_.begin() + static_cast<std::ptrdiff_t>(most);
    taken.assign(std::make_move_iterator(results_.begin()), std::make_move_iterator(end));
    results_.erase(results_.begin(), end);
  }
  for (const Result& result : taken) settling_.emplace_back(result.job.lane, result.job.entry);
  return taken;
}

void Workbench::settled() {
  const std::lock_guard lock(mutex_);
  settling_.clear();
  if (results_.empty()) all_settled_.notify_all();
}

void Workbench::finish() {
  const std::lock_guard lock(mutex_);
  finished_ = true;
  results_came_.notify_all();
}

void Workbench::count_late(std::uint64_t jobs) {
  const std::lock_guard lock(mutex_);
  stats_.late += jobs;
}

void Workbench::count_redis_error() {
  const std::lock_guard lock(mutex_);
  ++stats_.redis_errors;
}

void Workbench::count_returned(std::uint64_t jobs) {
  const std::lock_guard lock(mutex_);
  stats_.returned += jobs;
}

// ---- generations ----------------------------------------------------------------------------

GenerationPtr Workbench::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

void Workbench::begin(GenerationPtr generation, bool lost) {
  const std::lock_guard lock(mutex_);
  generation_ = std::move(generation);
  if (lost) ++stats_.lease_losses;
  for (auto& level : ready_) level.clear();
  ready_count_ = 0;
  if (intake_waits_) room_came_.notify_one();
}

void Workbench::set_server_time(ServerTime now) {
  const auto ours = duration_cast<Milliseconds>(Clock::now().time_since_epoch()).count();
  clock_offset_ms_.store(now.time_since_epoch().count() - ours, std::memory_order_relaxed);
}

// ---- the end --------------------------------------------------------------------------------

void Workbench::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (auto& level : ready_) {
    for (Task& task : level) give_back(std::move(task));
    level.clear();
  }
  ready_count_ = 0;
  jobs_came_.notify_all();
  room_came_.notify_all();
}

bool Workbench::await_handlers(Milliseconds time) {
  std::unique_lock lock(mutex_);
  return all_settled_.wait_for(lock, time, [this] { return running_ == 0; });
}

void Workbench::abandon_running() {
  const std::lock_guard lock(mutex_);
  for (Slot& slot : slots_) {
    if (!slot.busy || slot.abandoned) continue;
    slot.abandoned = true;
    give_back(slot.task);
  }
}

bool Workbench::await_settled(Milliseconds time) {
  std::unique_lock lock(mutex_);
  return all_settled_.wait_for(lock, time, [this] { return results_.empty() && settling_.empty(); });
}

WorkerStats Workbench::stats() const {
  const std::lock_guard lock(mutex_);
  WorkerStats stats = stats_;
  stats.active = static_cast<int>(running_);
  stats.ready = static_cast<int>(ready_count_);
  return stats;
}

}  // namespace redisconf::queue
