// Threads and time of a history. Exactly one thread runs at a time, chance decides which; when all
// wait, the clock jumps to what happens next.
//
// Thread-safety: none. Errors: Violation, when no thread could ever run again or one never rests.
#pragma once

#include "sim/chance.h"
#include "sim/fiber.h"
#include "sim/trace.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <stdexcept>
#include <string>
#include <vector>

namespace redisconf::sim {

// A rule that the client broke, in words.
class Violation : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Scheduler {
 public:
  using ThreadNumber = std::uint64_t;  // from 1

  Scheduler(Chance& chance, Trace& trace);
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  ~Scheduler();

  // The one that runs; nullptr outside a history.
  [[nodiscard]] static Scheduler* current() noexcept { return current_; }
  // Whether a thread of it runs, rather than the network.
  [[nodiscard]] bool in_thread() const noexcept { return running_ != nullptr; }

  [[nodiscard]] Time now() const noexcept { return now_; }

  // Not on a thread; must not wait.
  void at(Time time, std::function<void()> event);

  ThreadNumber spawn(std::function<void()> job);
  [[nodiscard]] ThreadNumber self() const noexcept;

  // Runs events and threads until the threads are over.
  void run();

  // What the network still has to do after that.
  void finish_events();

  // Below: for the thread that runs.

  // Others may run before this returns.
  void pass(Duration time);
  void yield();
  void sleep_until(Time time);
  // False when the time came first.
  bool wait(const void* place, std::optional<Time> until);

  // While it lives, no other thread runs unless this one waits.
  class Undisturbed {
   public:
    explicit Undisturbed(Scheduler& scheduler) noexcept : scheduler_(scheduler) { ++scheduler_.undisturbed_; }
    Undisturbed(const Undisturbed&) = delete;
    Undisturbed& operator=(const Undisturbed&) = delete;
    ~Undisturbed() { --scheduler_.undisturbed_; }

   private:
    Scheduler& scheduler_;
  };

  // Waits for the end of another thread.
  void join(ThreadNumber thread);

  // For anyone.
  void wake_one(const void* place);
  void wake_all(const void* place);

  // How often pass() lets others run, in a million.
  void preemption(std::uint64_t per_million) noexcept { preemption_ = per_million; }

  [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }

 private:
  struct Thread {
    std::unique_ptr<Fiber> fiber;
    ThreadNumber number = 0;
    bool runnable = false;
    bool woken = false;
    const void* place = nullptr;
    std::optional<Time> until;
  };
  struct Event {
    Time time;
    std::uint64_t order;
    std::function<void()> run;
    [[nodiscard]] bool operator<(const Event& other) const noexcept {
      return time != other.time ? time > other.time : order > other.order;
    }
  };

  void run_due_events();
  void rouse_due_threads();
  [[nodiscard]] Thread* choose();
  void jump();
  void step(Thread& thread);
  void run_job(const std::function<void()>& job);

  // Nobody runs longer while others could.
  static constexpr Duration kSlice = std::chrono::microseconds(50);
  static constexpr std::uint64_t kMostSteps = 3'000'000;

  static Scheduler* current_;

  Chance& chance_;
  Trace& trace_;
  Time now_{std::chrono::hours(1)};
  std::priority_queue<Event> events_;
  std::uint64_t ordered_ = 0;
  std::vector<std::unique_ptr<Thread>> threads_;
  std::vector<Thread*> runnable_;
  std::size_t alive_ = 0;
  std::exception_ptr failure_;
  Thread* running_ = nullptr;
  Time slice_ends_{};
  int undisturbed_ = 0;
  std::uint64_t preemption_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace redisconf::sim
