#include "background_dialler.h"

#include "redisconf/config/signals_blocked.h"
#include "waits_cut_short.h"

#include <exception>
#include <utility>

namespace redisconf {
BackgroundDialler::BackgroundDialler(std::function<std::optional<Duration>()> step)
    : step_(std::move(step)) {}

BackgroundDialler::~BackgroundDialler() {
  stop();
  if (thread_.joinable()) thread_.join();
}

void BackgroundDialler::stop() noexcept {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

bool BackgroundDialler::wake() noexcept try {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  wanted_ = true;
  if (!thread_.joinable()) {
    const SignalsBlocked blocked;  // the new thread inherits it
    thread_ = std::thread([this] { run(); });
  }
  changed_.notify_all();
  return true;
} catch (const std::exception&) {
  return false;  // wanted_ stays for the next wake()
}

void BackgroundDialler::run() {
  const WaitsCutShort waits(stopping_);
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
