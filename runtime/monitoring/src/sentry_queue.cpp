#include "sentry_queue.h"

#include "redisconf/config/signals_blocked.h"

#include <utility>

namespace redisconf {
namespace {

constexpr int kTooLarge = 413;

bool is_success(int status) { return status >= 200 && status < 300; }

// No answer, or the other side's trouble: the same may work later.
bool may_work_later(int status) { return status == 0 || status >= 500; }

}  // namespace

SentryQueue::SentryQueue(Post post, std::chrono::milliseconds retry_pause)
    : post_(std::move(post)), retry_pause_(retry_pause) {
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

void SentryQueue::add(Make make) {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (closing_ || now < silent_until_ || waiting_.size() >= kMostWaiting || !limit_.take(now)) {
    leave_out();
    return;
  }
  waiting_.push_back(std::move(make));
  changed_.notify_all();
}

void SentryQueue::close(std::chrono::milliseconds patience) {
  {
    std::unique_lock lock(mutex_);
    closing_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, patience, [this] { return ended_; });
    give_up_ = true;
    changed_.notify_all();
  }
  const std::lock_guard joining(joining_);
  if (thread_.joinable()) thread_.join();
}

void SentryQueue::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty() || give_up_) break;
    send_first(lock);
  }
  while (!waiting_.empty()) {
    waiting_.pop_front();
    leave_out();
  }
  ended_ = true;
  changed_.notify_all();
}

void SentryQueue::send_first(std::unique_lock<std::mutex>& lock) {
  const Make make = std::move(waiting_.front());
  waiting_.pop_front();
  if (Clock::now() < silent_until_) return leave_out();
  const std::uint64_t told = std::exchange(untold_, 0);
  SentryAnswer answer;
  lock.unlock();
  try {
    const std::string envelope = make(told);
    for (int tries = 1;; ++tries) {
      answer = post_(envelope, give_up_);
      if (!may_work_later(answer.status) || tries == kMostTries || give_up_) break;
      lock.lock();
      changed_.wait_for(lock, retry_pause_, [this] { return give_up_.load(); });
      lock.unlock();
    }
  } catch (...) {  // no memory
    answer = {};
  }
  lock.lock();
  if (!is_success(answer.status)) untold_ += told;
  settle(answer);
}

// 413 is of this event alone; a limit holds for those that wait, too.
void SentryQueue::settle(const SentryAnswer& answer) {
  const auto pause = answer.status == kTooLarge ? std::chrono::seconds(0) : pause_after(answer);
  if (pause.count() > 0) silent_until_ = Clock::now() + pause;
  if (is_success(answer.status)) {
    ++sent_;
  } else {
    leave_out();
  }
}

void SentryQueue::leave_out() {
  ++left_out_;
  ++untold_;
}

}  // namespace redisconf
