// A thread of the simulation: a stack of its own, run step by step by one real thread
// (makecontext(3)). It has what a thread has for itself: exceptions in flight, and the number under
// which the client's counters know it.
//
// Thread-safety: none. Fibers are used again, because a stack costs more than a history.
#pragma once

#include <setjmp.h>
#include <ucontext.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

namespace redisconf::sim {

class Fiber {
 public:
  Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  ~Fiber();

  // Only when finished().
  void start(std::size_t thread_slot, std::function<void()> job) {
    thread_slot_ = thread_slot;
    waits_cut_short_ = nullptr;
    job_ = std::move(job);
    finished_ = false;
  }

  // Runs it until it suspends or its job is over.
  void resume();
  [[nodiscard]] bool finished() const noexcept { return finished_; }

  // From within: back to whoever resumed it.
  void suspend();

 private:
  // What the C++ ABI keeps of exceptions for each thread (__cxa_eh_globals).
  using Exceptions = std::array<std::byte, 2 * sizeof(void*)>;

  static void enter(unsigned high, unsigned low);
  [[noreturn]] void loop();
  void swap_thread_state() noexcept;
  void go_in();
  void go_back();

  static constexpr std::size_t kStackBytes = std::size_t{512} * 1024;

  std::unique_ptr<std::byte[]> stack_;
  ucontext_t own_{};
  jmp_buf own_jump_{};
  jmp_buf back_jump_{};
  bool entered_ = false;
  std::function<void()> job_;
  bool finished_ = true;
  Exceptions exceptions_{};
  std::size_t thread_slot_ = 0;
  const std::atomic<bool>* waits_cut_short_ = nullptr;
  // For the sanitizers.
  [[maybe_unused]] ucontext_t back_{};
  [[maybe_unused]] void* shadow_ = nullptr;
  [[maybe_unused]] void* back_shadow_ = nullptr;
  [[maybe_unused]] const void* back_stack_ = nullptr;
  [[maybe_unused]] std::size_t back_stack_bytes_ = 0;
};

}  // namespace redisconf::sim
