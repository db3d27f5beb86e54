// Work on all cores, its results in order: what is printed and written does not depend on threads.
//
// Thread-safety: `work` is called from several threads at once, `take` from the calling one alone.
// Errors:        what `work` throws is thrown to the caller when its turn comes.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace redisconf::compiler {
namespace in_order_detail {

inline constexpr std::size_t kAhead = 64;        // results that may wait for their turn
inline constexpr std::size_t kItemsAThread = 8;  // with fewer, a thread costs more than it helps

// Threads to start beside the calling one.
[[nodiscard]] inline std::size_t helpers_for(std::size_t count) {
  const std::size_t threads =
      std::min<std::size_t>(std::thread::hardware_concurrency(), count / kItemsAThread);
  return threads < 2 ? 0 : threads - 1;
}

// A ring of results between the threads that work and the one that takes, which works as well
// while it would have to wait.
template <class Result, class Work>
class Ring {
 public:
  Ring(std::size_t count, const Work& work) : count_(count), work_(work), slots_(std::min(count, kAhead)) {}

  // Works until nothing is left or nobody wants more.
  void help() {
    std::unique_lock lock(mutex_);
    while (true) {
      emptied_.wait(lock, [this] { return stopped_ || claimed_ == count_ || has_work(); });
      if (stopped_ || claimed_ == count_) return;
      work_on_next(lock);
    }
  }

  [[nodiscard]] Result take() {
    std::unique_lock lock(mutex_);
    Slot& next = slot_of(taken_);
    while (!next.full) {
      if (has_work()) {
        work_on_next(lock);
      } else {
        filled_.wait(lock);
      }
    }
    Slot slot = std::exchange(next, {});
    ++taken_;
    emptied_.notify_one();
    if (slot.error) std::rethrow_exception(slot.error);
    return std::move(*slot.result);
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    emptied_.notify_all();
  }

 private:
  struct Slot {
    bool full = false;
    std::optional<Result> result;
    std::exception_ptr error;
  };

  [[nodiscard]] bool has_work() const noexcept {
    return claimed_ < count_ && claimed_ < taken_ + slots_.size();
  }
  [[nodiscard]] Slot& slot_of(std::size_t index) { return slots_[index % slots_.size()]; }

  // The lock is held, but not while working.
  void work_on_next(std::unique_lock<std::mutex>& lock) {
    const std::size_t index = claimed_++;
    lock.unlock();
    Slot slot;
    try {
      slot.result.emplace(work_(index));
    } catch (...) {
      slot.error = std::current_exception();
    }
    slot.full = true;
    lock.lock();
    slot_of(index) = std::move(slot);
    if (index == taken_) filled_.notify_one();
  }

  const std::size_t count_;
  const Work& work_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable emptied_;
  std::size_t claimed_ = 0;
  std::size_t taken_ = 0;
  bool stopped_ = false;
  std::vector<Slot> slots_;
};

// Threads that are stopped and joined when the caller is done, also by an exception.
template <class Ring>
class Helpers {
 public:
  Helpers(Ring& ring, std::size_t count) : ring_(ring) {
    threads_.reserve(count);
    try {
      while (threads_.size() < count) threads_.emplace_back([&ring] { ring.help(); });
    } catch (const std::system_error&) {
      // The system grants no more threads: fewer do, or the caller alone.
    }
  }
  Helpers(const Helpers&) = delete;
  Helpers& operator=(const Helpers&) = delete;
  ~Helpers() {
    ring_.stop();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  Ring& ring_;
  std::vector<std::thread> threads_;
};

}  // namespace in_order_detail

// Calls take(work(0)), take(work(1)) ... until `count` or until take returns false. Work runs at most
// a fixed number of items ahead: memory does not grow with `count`.
template <class Work, class Take>
void in_order(std::size_t count, const Work& work, const Take& take) {
  in_order_detail::Ring<std::invoke_result_t<const Work&, std::size_t>, Work> ring(count, work);
  const in_order_detail::Helpers helpers(ring, in_order_detail::helpers_for(count));
  for (std::size_t index = 0; index < count; ++index) {
    if (!take(ring.take())) return;
  }
}

}  // namespace redisconf::compiler
