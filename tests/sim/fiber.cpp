#undef _FORTIFY_SOURCE  // its longjmp() goes to no other stack

#include "sim/fiber.h"

#include "thread_slot.h"
#include "waits_cut_short.h"

#include <cxxabi.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define REDISCONF_SIM_ASAN
#endif
#if __has_feature(thread_sanitizer)
#define REDISCONF_SIM_TSAN
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define REDISCONF_SIM_ASAN
#endif
#if defined(__SANITIZE_THREAD__)
#define REDISCONF_SIM_TSAN
#endif
#ifdef REDISCONF_SIM_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef REDISCONF_SIM_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace redisconf::sim {

// makecontext() passes ints alone.
Fiber::Fiber() : stack_(new std::byte[kStackBytes]) {
  getcontext(&own_);
  own_.uc_stack.ss_sp = stack_.get();
  own_.uc_stack.ss_size = kStackBytes;
  own_.uc_link = nullptr;
  const auto self = static_cast<std::uint64_t>(std::bit_cast<std::uintptr_t>(this));
  makecontext(&own_, reinterpret_cast<void (*)()>(&Fiber::enter), 2, static_cast<unsigned>(self >> 32U),
              static_cast<unsigned>(self));
#ifdef REDISCONF_SIM_TSAN
  shadow_ = __tsan_create_fiber(0);
#endif
}

Fiber::~Fiber() {
#ifdef REDISCONF_SIM_TSAN
  __tsan_destroy_fiber(shadow_);
#endif
}

void Fiber::swap_thread_state() noexcept {
  Exceptions others;
  auto* const of_thread = reinterpret_cast<std::byte*>(abi::__cxa_get_globals());
  std::memcpy(others.data(), of_thread, others.size());
  std::memcpy(of_thread, exceptions_.data(), exceptions_.size());
  exceptions_ = others;
  std::swap(detail::thread_slot, thread_slot_);
  std::swap(detail::waits_cut_short, waits_cut_short_);
}

// swapcontext() makes two system calls for the signal mask, which takes longer than the rest of a
// switch; but sanitizers understand nothing else.
#if defined(REDISCONF_SIM_ASAN) || defined(REDISCONF_SIM_TSAN)
void Fiber::go_in() { swapcontext(&back_, &own_); }
void Fiber::go_back() { swapcontext(&own_, &back_); }
#else
void Fiber::go_in() {
  if (_setjmp(back_jump_) != 0) return;
  if (std::exchange(entered_, true)) _longjmp(own_jump_, 1);
  setcontext(&own_);
}

void Fiber::go_back() {
  if (_setjmp(own_jump_) == 0) _longjmp(back_jump_, 1);
}
#endif

void Fiber::resume() {
  swap_thread_state();
#ifdef REDISCONF_SIM_ASAN
  __sanitizer_start_switch_fiber(&back_shadow_, stack_.get(), kStackBytes);
#endif
#ifdef REDISCONF_SIM_TSAN
  back_shadow_ = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(shadow_, 0);
#endif
  go_in();
#ifdef REDISCONF_SIM_ASAN
  __sanitizer_finish_switch_fiber(back_shadow_, nullptr, nullptr);
#endif
  swap_thread_state();
}

void Fiber::suspend() {
#ifdef REDISCONF_SIM_ASAN
  __sanitizer_start_switch_fiber(&shadow_, back_stack_, back_stack_bytes_);
#endif
#ifdef REDISCONF_SIM_TSAN
  __tsan_switch_to_fiber(back_shadow_, 0);
#endif
  go_back();
#ifdef REDISCONF_SIM_ASAN
  __sanitizer_finish_switch_fiber(shadow_, &back_stack_, &back_stack_bytes_);
#endif
}

void Fiber::enter(unsigned high, unsigned low) {
  const std::uint64_t self = (std::uint64_t{high} << 32U) | low;
  std::bit_cast<Fiber*>(static_cast<std::uintptr_t>(self))->loop();
}

void Fiber::loop() {
#ifdef REDISCONF_SIM_ASAN
  __sanitizer_finish_switch_fiber(nullptr, &back_stack_, &back_stack_bytes_);
#endif
  for (;;) {
    job_();
    job_ = nullptr;
    finished_ = true;
    suspend();
  }
}

}  // namespace redisconf::sim
