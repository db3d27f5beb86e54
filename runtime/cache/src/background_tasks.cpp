#include "background_tasks.h"

#include "signals_blocked.h"

#include <unistd.h>

#include <exception>
#include <utility>

namespace redisconf::cache {

BackgroundTasks::BackgroundTasks(std::size_t threads, std::size_t queue_limit)
    : thread_limit_(threads), queue_limit_(queue_limit), process_(::getpid()) {}

BackgroundTasks::~BackgroundTasks() { close(); }

bool BackgroundTasks::post(Task task) {
  if (::getpid() != process_) return false;
  const std::lock_guard lock(mutex_);
  if (closed_ || queue_.size() >= queue_limit_) return false;
  queue_.push_back(std::move(task));
  if (idle_ >= queue_.size() || threads_.size() >= thread_limit_) {
    wake_.notify_one();
    return true;
  }
  try {
    const SignalsBlocked blocked;
    threads_.emplace_back([this] { work(); });
  } catch (const std::exception&) {
    if (threads_.empty()) {
      queue_.pop_back();
      return false;
    }
  }
  return true;
}

void BackgroundTasks::close() {
  std::deque<Task> dropped;
  std::vector<std::thread> threads;
  if (::getpid() != process_) {  // the threads are the parent's, and so may be the lock
    for (std::thread& thread : threads_) thread.detach();
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    dropped.swap(queue_);
    threads.swap(threads_);
  }
  wake_.notify_all();
  dropped.clear();  // who waits for one of them, perhaps in a task that runs, hears of it now
  for (std::thread& thread : threads) thread.join();
}

void BackgroundTasks::work() {
  std::unique_lock lock(mutex_);
  while (!closed_) {
    if (queue_.empty()) {
      ++idle_;
      wake_.wait(lock);
      --idle_;
      continue;
    }
    Task task = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    try {
      task();
    } catch (...) {  // nobody is left to hear it
    }
    task = nullptr;
    lock.lock();
  }
}

}  // namespace redisconf::cache
