#include "redisconf/config/config_watcher.h"

#include "subscribers.h"
#include "watch_loop.h"
#include "watcher.h"

#include <unistd.h>

#include <mutex>
#include <optional>
#include <utility>

namespace redisconf {

std::string RestartNeeded::text() const {
  std::string text = path + " changed (" + origin + "); restart to apply it";
  if (!reason.empty()) text += ", " + reason;
  return text;
}

struct WatchCore::Impl {
  Impl(Load load, const Inputs& inputs, const WatchOptions& options);

  // A child of fork() has the locks as they were, and nobody to give them back.
  [[nodiscard]] bool is_ours() const noexcept { return owner == ::getpid(); }

  // Callbacks may call back: the work itself is never begun again within itself.
  bool run(bool (Watcher::*work)());

  const pid_t owner = ::getpid();
  std::recursive_mutex working;
  bool busy = false;
  Subscribers subscribers;
  Watcher watcher;
  std::optional<WatchLoop> loop;  // last: it uses all the others
};

WatchCore::Impl::Impl(Load load, const Inputs& inputs, const WatchOptions& options)
    : watcher(std::move(load), inputs, options, subscribers) {
  if (options.own_loop) return;
  loop.emplace(WatchLoop::Work{[this] { return watcher.fd(); },
                               [this] {
                                 const std::lock_guard lock(working);
                                 return watcher.poll_timeout();
                               },
                               [this] { (void)run(&Watcher::poll); }});
}

bool WatchCore::Impl::run(bool (Watcher::*work)()) {
  if (!is_ours()) return false;
  const std::lock_guard lock(working);
  if (busy) {
    if (work == &Watcher::reload) watcher.reload_soon();
    return false;
  }
  const struct Busy {
    explicit Busy(bool& flag) noexcept : flag_(flag) { flag_ = true; }
    ~Busy() { flag_ = false; }
    bool& flag_;
  } mark(busy);
  return (watcher.*work)();
}

WatchCore::WatchCore(Load load, const Inputs& inputs, const WatchOptions& options)
    : impl_(std::make_unique<Impl>(std::move(load), inputs, options)) {}

WatchCore::~WatchCore() = default;

bool WatchCore::poll() { return impl_->run(&Watcher::poll); }

bool WatchCore::reload_now() {
  const bool reloaded = impl_->run(&Watcher::reload);
  if (impl_->loop && impl_->is_ours()) impl_->loop->wake();
  return reloaded;
}

int WatchCore::fd() const noexcept { return impl_->is_ours() ? impl_->watcher.fd() : -1; }

int WatchCore::poll_timeout() const {
  if (!impl_->is_ours()) return -1;
  const std::lock_guard lock(impl_->working);
  return impl_->watcher.poll_timeout();
}

std::vector<RestartNeeded> WatchCore::restart_needed() const {
  if (!impl_->is_ours()) return {};
  const std::lock_guard lock(impl_->working);
  return impl_->watcher.restart_needed();
}

Subscription WatchCore::subscribe(Listener listener) {
  if (!impl_->is_ours()) return {};
  return impl_->subscribers.add(std::move(listener));
}

WatchCore::Reading::Reading(const WatchCore& core) noexcept
    : published_(core.impl_->watcher.published()), slot_(published_.begin_reading()) {}

WatchCore::Reading::~Reading() { published_.end_reading(slot_); }

const ServiceConfig& WatchCore::Reading::config() const noexcept { return published_.at(slot_); }

}  // namespace redisconf
