// Threads, locks and waits of the operating system, as --wrap gives them to the client.
#include "sim/world.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdarg>
#include <ctime>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

using redisconf::sim::Duration;
using redisconf::sim::Scheduler;
using redisconf::sim::Time;
using redisconf::sim::World;

namespace {

Time time_of(const timespec& point) {
  return Time(std::chrono::seconds(point.tv_sec) + std::chrono::nanoseconds(point.tv_nsec));
}

}  // namespace

extern "C" {

int __real_pthread_mutex_lock(pthread_mutex_t* mutex);
int __real_pthread_mutex_unlock(pthread_mutex_t* mutex);
int __real_sched_yield();
int __real_nanosleep(const timespec* time, timespec* left);
int __real_pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                  const timespec* until);
int __real_pthread_sigmask(int how, const sigset_t* set, sigset_t* before);

int __wrap_pthread_mutex_lock(pthread_mutex_t* mutex) {
  World* const world = World::of_thread();
  if (world == nullptr) return __real_pthread_mutex_lock(mutex);
  world->scheduler.pass(Duration(30));
  while (pthread_mutex_trylock(mutex) != 0) static_cast<void>(world->scheduler.wait(mutex, std::nullopt));
  return 0;
}

int __wrap_pthread_mutex_unlock(pthread_mutex_t* mutex) {
  World* const world = World::of_thread();
  const int result = __real_pthread_mutex_unlock(mutex);
  if (world != nullptr) world->scheduler.wake_one(mutex);
  return result;
}

int __wrap_pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                  const timespec* until) {
  World* const world = World::of_thread();
  if (world == nullptr) return __real_pthread_cond_clockwait(condition, mutex, clock, until);
  static_cast<void>(__wrap_pthread_mutex_unlock(mutex));
  const bool woken = world->scheduler.wait(condition, time_of(*until));
  static_cast<void>(__wrap_pthread_mutex_lock(mutex));
  return woken ? 0 : ETIMEDOUT;
}

int __wrap_sched_yield() {
  World* const world = World::of_thread();
  if (world == nullptr) return __real_sched_yield();
  world->system_call();
  world->scheduler.yield();
  return 0;
}

int __wrap_nanosleep(const timespec* time, timespec* left) {
  World* const world = World::of_thread();
  if (world == nullptr) return __real_nanosleep(time, left);
  world->scheduler.sleep_until(world->scheduler.now() + (time_of(*time) - Time()));
  return 0;
}

// There are no signals here.
int __wrap_pthread_sigmask(int how, const sigset_t* set, sigset_t* before) {
  return World::of_thread() == nullptr ? __real_pthread_sigmask(how, set, before) : 0;
}

// futex(2) alone: the client makes no other call this way.
long __wrap_syscall(long number, ...) {
  World* const world = World::of_thread();
  if (world == nullptr || number != SYS_futex)
    throw redisconf::sim::Violation("a system call that is not simulated: " + std::to_string(number));
  va_list arguments;
  va_start(arguments, number);
  auto* const address = va_arg(arguments, std::uint32_t*);
  const int operation = va_arg(arguments, int) & FUTEX_CMD_MASK;
  const auto value = va_arg(arguments, std::uint32_t);
  const auto* const until = va_arg(arguments, const timespec*);
  va_end(arguments);
  world->system_call();
  if (operation == FUTEX_WAKE) {
    world->scheduler.wake_one(address);
    return 1;
  }
  if (operation != FUTEX_WAIT_BITSET) throw redisconf::sim::Violation("a use of futex that is not simulated");
  if (__atomic_load_n(address, __ATOMIC_ACQUIRE) != value) {
    errno = EAGAIN;
    return -1;
  }
  if (world->scheduler.wait(address, time_of(*until))) return 0;
  errno = ETIMEDOUT;
  return -1;
}

}  // extern "C"

// The C++ library's own, under the names that the compiler gives them.
namespace redisconf::sim {

void wait(std::condition_variable* condition, std::unique_lock<std::mutex>* lock) asm(
    "__wrap__ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE");
void notify_one(std::condition_variable* condition) noexcept
    asm("__wrap__ZNSt18condition_variable10notify_oneEv");
void notify_all(std::condition_variable* condition) noexcept
    asm("__wrap__ZNSt18condition_variable10notify_allEv");
void start_thread(std::thread* thread, std::thread::_State_ptr* state, void (*depends)()) asm(
    "__wrap__ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE");
void join(std::thread* thread) asm("__wrap__ZNSt6thread4joinEv");
void detach(std::thread* thread) asm("__wrap__ZNSt6thread6detachEv");

namespace {

World& world() {
  World* const found = World::of_thread();
  if (found == nullptr) throw Violation("threads outside a history are not simulated");
  return *found;
}

// A std::thread is its number and nothing else.
pthread_t& number_of(std::thread* thread) {
  static_assert(sizeof(std::thread) == sizeof(pthread_t));
  return *reinterpret_cast<pthread_t*>(thread);
}

}  // namespace

void wait(std::condition_variable* condition, std::unique_lock<std::mutex>* lock) {
  static_cast<void>(__wrap_pthread_mutex_unlock(lock->mutex()->native_handle()));
  static_cast<void>(world().scheduler.wait(condition, std::nullopt));
  static_cast<void>(__wrap_pthread_mutex_lock(lock->mutex()->native_handle()));
}

void notify_one(std::condition_variable* condition) noexcept {
  if (World::of_thread() != nullptr) world().scheduler.wake_one(condition);
}

void notify_all(std::condition_variable* condition) noexcept {
  if (World::of_thread() != nullptr) world().scheduler.wake_all(condition);
}

void start_thread(std::thread* thread, std::thread::_State_ptr* state, void (*)()) {
  const std::shared_ptr<std::thread::_State> shared = std::move(*state);
  number_of(thread) = world().scheduler.spawn([shared] { shared->_M_run(); });
}

void join(std::thread* thread) {
  world().scheduler.join(number_of(thread));
  number_of(thread) = 0;
}

void detach(std::thread* thread) { number_of(thread) = 0; }

}  // namespace redisconf::sim
