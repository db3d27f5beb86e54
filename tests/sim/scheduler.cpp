#include "sim/scheduler.h"

#include <algorithm>
#include <utility>

namespace redisconf::sim {
namespace {

// Stacks that no thread uses just now.
std::vector<std::unique_ptr<Fiber>>& spare_fibers() {
  static std::vector<std::unique_ptr<Fiber>> spare;
  return spare;
}

// As few as there are connections, so that breaker and metrics see several.
constexpr std::size_t kSlots = 4;

}  // namespace

Scheduler* Scheduler::current_ = nullptr;

Scheduler::Scheduler(Chance& chance, Trace& trace) : chance_(chance), trace_(trace) { current_ = this; }

// A thread that is not over keeps what its stack holds: only after a violation.
Scheduler::~Scheduler() {
  for (auto& thread : threads_) {
    if (thread->fiber && thread->fiber->finished()) spare_fibers().push_back(std::move(thread->fiber));
    static_cast<void>(thread->fiber.release());
  }
  current_ = nullptr;
}

void Scheduler::at(Time time, std::function<void()> event) {
  events_.push({std::max(time, now_), ++ordered_, std::move(event)});
}

Scheduler::ThreadNumber Scheduler::spawn(std::function<void()> job) {
  auto thread = std::make_unique<Thread>();
  thread->number = threads_.size() + 1;
  if (spare_fibers().empty()) {
    thread->fiber = std::make_unique<Fiber>();
  } else {
    thread->fiber = std::move(spare_fibers().back());
    spare_fibers().pop_back();
  }
  thread->fiber->start(threads_.size() % kSlots, [this, job = std::move(job)] { run_job(job); });
  thread->runnable = true;
  runnable_.push_back(thread.get());
  ++alive_;
  threads_.push_back(std::move(thread));
  return threads_.size();
}

void Scheduler::run_job(const std::function<void()>& job) {
  try {
    job();
  } catch (...) {
    failure_ = std::current_exception();
  }
}

void Scheduler::join(ThreadNumber thread) {
  const Fiber& fiber = *threads_[static_cast<std::size_t>(thread) - 1]->fiber;
  while (!fiber.finished()) static_cast<void>(wait(&fiber, std::nullopt));
}

Scheduler::ThreadNumber Scheduler::self() const noexcept {
  return running_ == nullptr ? 0 : running_->number;
}

void Scheduler::run() {
  while (alive_ > 0) {
    run_due_events();
    rouse_due_threads();
    if (Thread* const thread = choose()) {
      step(*thread);
    } else {
      jump();
    }
  }
}

void Scheduler::finish_events() {
  while (!events_.empty()) {
    now_ = std::max(now_, events_.top().time);
    run_due_events();
  }
}

void Scheduler::run_due_events() {
  while (!events_.empty() && events_.top().time <= now_) {
    const auto event = std::move(const_cast<Event&>(events_.top()).run);
    events_.pop();
    event();
  }
}

void Scheduler::rouse_due_threads() {
  for (const auto& thread : threads_) {
    if (thread->runnable || !thread->until || *thread->until > now_) continue;
    thread->woken = false;
    thread->runnable = true;
    runnable_.push_back(thread.get());
  }
}

Scheduler::Thread* Scheduler::choose() {
  if (runnable_.empty()) return nullptr;
  const std::size_t index = runnable_.size() == 1 ? 0 : chance_.below(runnable_.size());
  Thread* const chosen = runnable_[index];
  runnable_[index] = runnable_.back();
  runnable_.pop_back();
  return chosen;
}

void Scheduler::jump() {
  std::optional<Time> next;
  if (!events_.empty()) next = events_.top().time;
  for (const auto& thread : threads_) {
    if (thread->until && (!next || *thread->until < *next)) next = thread->until;
  }
  if (!next) throw Violation("every thread sleeps, and nothing will ever wake one");
  now_ = std::max(now_, *next);
}

void Scheduler::step(Thread& thread) {
  if (++steps_ > kMostSteps) throw Violation("the history does not come to an end");
  thread.place = nullptr;
  thread.until.reset();
  running_ = &thread;
  slice_ends_ = now_ + kSlice;
  trace_.actor(thread.number);
  thread.fiber->resume();
  running_ = nullptr;
  trace_.actor(0);
  if (failure_) std::rethrow_exception(failure_);
  if (!thread.fiber->finished()) return;
  thread.runnable = true;  // never to be roused
  --alive_;
  wake_all(thread.fiber.get());
}

void Scheduler::pass(Duration time) {
  now_ += time;
  if (undisturbed_ > 0) return;
  const bool preempted = preemption_ > 0 && chance_.per_million(preemption_);
  if (preempted || now_ >= slice_ends_) yield();
}

void Scheduler::yield() {
  Thread& self = *running_;
  runnable_.push_back(&self);
  self.fiber->suspend();
}

void Scheduler::sleep_until(Time time) { static_cast<void>(wait(nullptr, time)); }

bool Scheduler::wait(const void* place, std::optional<Time> until) {
  Thread& self = *running_;
  self.place = place;
  self.until = until;
  self.woken = false;
  self.runnable = false;
  self.fiber->suspend();
  return self.woken;
}

void Scheduler::wake_one(const void* place) {
  std::vector<Thread*> waiting;
  for (const auto& thread : threads_) {
    if (!thread->runnable && thread->place == place) waiting.push_back(thread.get());
  }
  if (waiting.empty()) return;
  Thread& chosen = *waiting[chance_.below(waiting.size())];
  chosen.woken = true;
  chosen.runnable = true;
  runnable_.push_back(&chosen);
}

void Scheduler::wake_all(const void* place) {
  for (const auto& thread : threads_) {
    if (thread->runnable || thread->place != place) continue;
    thread->woken = true;
    thread->runnable = true;
    runnable_.push_back(thread.get());
  }
}

}  // namespace redisconf::sim
