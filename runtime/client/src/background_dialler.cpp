#include "background_dialler.h"

#include "signals_blocked.h"

#include <exception>
#include <utility>

namespace redisconf {
BackgroundDialler::BackgroundDialler(std::function<std::optional<Duration>()> step)
    : step_(std::move(step)) {}

BackgroundDialler::~BackgroundDialler() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void BackgroundDialler::wake() noexcept try {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  wanted_ = true;
  if (!thread_.joinable()) {
    const SignalsBlocked blocked;  // the new thread inherits it
    thread_ = std::thread([this] { run(); });
  }
  changed_.notify_all();
} catch (const std::exception&) {
  // No thread to be had: wanted_ stays, and the next wake() tries again.
}

void BackgroundDialler::run() {
  std::unique_lock lock(mutex_);
  std::optional<Duration> pause;
  for (;;) {
    const auto due = [this] { return wanted_ || stopping_; };
    if (pause) {
      changed_.wait_for(lock, *pause, due);
    } else {
      changed_.wait(lock, due);
    }
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    pause = step_();
    lock.lock();
  }
}

}  // namespace redisconf
