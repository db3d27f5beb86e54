#include "mode_switch.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace redisconf::cache {
namespace {

constexpr int kFailuresInARow = 3;

// Answers of a server that can't serve now; the command did not run.
constexpr std::array<std::string_view, 9> kNotNow{
    "LOADING", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "OOM", "NOREPLICAS", "MISCONF", "TRYAGAIN", "BUSY"};

}  // namespace

bool is_away(const RedisError& error) {
  switch (error.category()) {
    case ErrorCategory::usage:
      return false;
    case ErrorCategory::server:
      return std::ranges::find(kNotNow, error.code()) != kNotNow.end();
    case ErrorCategory::auth:
      return error.code() != "NOPERM";
    default:
      return true;
  }
}

bool may_have_run(const RedisError& error) {
  return error.category() != ErrorCategory::server && !error.retry_safe();
}

bool ModeSwitch::failed(const RedisError& error) noexcept {
  const int failures = failures_.fetch_add(1, std::memory_order_relaxed) + 1;
  switch (error.category()) {
    case ErrorCategory::timeout:
    case ErrorCategory::closed:
    case ErrorCategory::protocol:
    case ErrorCategory::server:
      return failures >= kFailuresInARow;
    default:
      return true;  // the client has no connection, and has tried
  }
}

bool ModeSwitch::change(CacheMode before, CacheMode after, const std::string& cause) {
  CacheModeEvent event{cache_, before, after, cause};
  std::vector<std::shared_ptr<CacheListener>> listeners;
  {
    const std::lock_guard lock(mutex_);
    if (mode_.load(std::memory_order_relaxed) != before) return false;
    mode_.store(after, std::memory_order_release);
    failures_.store(0, std::memory_order_relaxed);
    ++switches_.at(static_cast<std::size_t>(after));
    event.number = ++number_;
    if (after == CacheMode::memory) cause_ = cause;
    listeners = listeners_;
  }
  for (const auto& listener : listeners) {
    try {
      listener->mode_changed(event);
    } catch (...) {  // NOLINT(bugprone-empty-catch): the contract of CacheListener
    }
  }
  return true;
}

std::string ModeSwitch::cause() const {
  const std::lock_guard lock(mutex_);
  return cause_;
}

void ModeSwitch::add_listener(std::shared_ptr<CacheListener> listener) {
  const std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(listener));
}

std::array<std::uint64_t, 4> ModeSwitch::switches() const {
  const std::lock_guard lock(mutex_);
  return switches_;
}

}  // namespace redisconf::cache
