// A few threads for work that no caller waits for. They start with the first task. What does not
// fit into the queue is refused, so that slow work can't pile up.
//
// Thread-safety: every member may run concurrently; not from within a task: close().
// Errors:        what a task throws is dropped. After fork() a child has no threads: it refuses tasks.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace redisconf::cache {

class BackgroundTasks {
 public:
  using Task = std::function<void()>;

  BackgroundTasks(std::size_t threads, std::size_t queue_limit);
  BackgroundTasks(const BackgroundTasks&) = delete;
  BackgroundTasks& operator=(const BackgroundTasks&) = delete;
  ~BackgroundTasks();

  [[nodiscard]] bool post(Task task);  // whether it will run, unless close() comes before it

  // Drops what has not begun, and waits for what has. A dropped task is destroyed: whoever has to
  // hear of it keeps something in it that tells.
  void close();

 private:
  void work();

  std::size_t thread_limit_;
  std::size_t queue_limit_;
  int process_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;
  std::size_t idle_ = 0;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace redisconf::cache
