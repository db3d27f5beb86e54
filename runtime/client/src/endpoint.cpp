#include "endpoint.h"

#include "fault.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace redisconf {
namespace {

// So many commands in flight go out in fewer system calls through one connection than through several.
constexpr std::uint32_t kFew = 4;
constexpr std::uint32_t kMostCommon = 1024;

// So many gather on each connection, where an idle one would send a command alone. On a busy machine one
// connection for all would make them all wait for one thread that has to wait for a processor.
constexpr std::uint32_t kCrowd = 12;
constexpr std::size_t kCrowdConnections = 4;

// Threads are numbered as they come, so that they spread evenly over connections.
std::size_t thread_number() noexcept {
  static std::atomic<std::size_t> next{0};
  thread_local const std::size_t number = next.fetch_add(1, std::memory_order_relaxed);
  return number;
}

// How soon the background looks again while a caller dials.
constexpr std::chrono::milliseconds kLookAgain{20};

// Counts a caller among those that wait for a connection.
class WaitCount {
 public:
  explicit WaitCount(ClientMetrics& metrics) noexcept : metrics_(metrics), since_(Deadline::Clock::now()) {
    metrics_.wait_began();
  }
  WaitCount(const WaitCount&) = delete;
  WaitCount& operator=(const WaitCount&) = delete;
  ~WaitCount() {
    metrics_.wait_ended();
    metrics_.connection_waited(Deadline::Clock::now() - since_);
  }

 private:
  ClientMetrics& metrics_;
  const Deadline::Clock::time_point since_;
};

}  // namespace

Endpoint::Endpoint(const ConfigCell& config, ClientMetrics& metrics, Dialler dialler, PollingMode polling,
                   DialGate gate)
    : config_(config),
      metrics_(metrics),
      dialler_(std::move(dialler)),
      polling_(polling),
      slots_(static_cast<std::size_t>(config.current().pool().connections)),
      gate_(std::move(gate)),
      background_([this] { return dial_behind(); }) {}

Channel& Endpoint::channel(Deadline deadline) {
  const std::size_t own = thread_number() % slots_.size();
  Channel* const channel = open_one(own);
  if (channel == nullptr) return dial_or_share(own, deadline);
  if (few_are_busy() && channel->in_flight() == 0) return *channel;
  const std::uint32_t busy = in_flight();
  note_company(busy);
  if (busy >= kFew && may_look()) {
    Channel* const common = open_one(0);
    return common != nullptr && common->in_flight() < kMostCommon ? *common : *channel;
  }
  if (busy >= kCrowd) {
    Channel* const shared = open_one(own % kCrowdConnections);
    return shared != nullptr ? *shared : *channel;
  }
  if (channel->in_flight() == 0) return *channel;
  return idle_or(*channel);
}

// Spares a few callers the look at each other's connections, for which processors would wait.
bool Endpoint::few_are_busy() const noexcept {
  return !company_.load(std::memory_order_relaxed) && busy_channels.load(std::memory_order_relaxed) < kFew;
}

void Endpoint::note_company(std::uint32_t busy) noexcept {
  const bool company = busy >= kFew;
  if (company_.load(std::memory_order_relaxed) != company) company_.store(company, std::memory_order_relaxed);
}

Channel& Endpoint::idle_or(Channel& own) const noexcept {
  for (const Slot& slot : slots_) {
    Channel* const other = slot.load(std::memory_order_acquire);
    if (other != nullptr && other->accepting() && other->in_flight() == 0) return *other;
  }
  return own;
}

std::uint32_t Endpoint::in_flight() const noexcept {
  std::uint32_t in_flight = 0;
  for (const Slot& slot : slots_) {
    const Channel* const channel = slot.load(std::memory_order_acquire);
    if (channel != nullptr) in_flight += channel->in_flight();
  }
  return in_flight;
}

bool Endpoint::may_look() const noexcept {
  return polling_ == PollingMode::always ||
         (polling_ == PollingMode::automatic && LoadGauge::of_process().was_calm());
}

Channel* Endpoint::open_one(std::size_t slot) const noexcept {
  Channel* const channel = slots_[slot].load(std::memory_order_acquire);
  return channel != nullptr && channel->accepting() ? channel : nullptr;
}

Channel* Endpoint::any_open() const noexcept {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (Channel* const channel = open_one(slot)) return channel;
  }
  return nullptr;
}

Channel& Endpoint::dial_or_share(std::size_t slot, Deadline deadline) {
  const WaitCount count(metrics_);
  std::unique_lock lock(mutex_);
  for (;;) {
    if (Channel* const channel = open_one(slot)) return *channel;
    Channel* const other = any_open();
    const bool mine = !dialling_ && !(gate_.last_failure() && background_runs_);
    if (mine) {
      if (const auto attempt = gate_.start(Deadline::Clock::now())) {
        Channel* channel = dial(lock, slot, *attempt, deadline);
        if (channel == nullptr) channel = any_open();
        if (channel != nullptr) return *channel;
        if (gate_.last_failure()) throw RedisError(*gate_.last_failure());
        continue;  // it was forgotten: something else is dialled now
      }
    }
    if (other != nullptr) return *other;
    if (gate_.last_failure()) throw gate_.not_due(Deadline::Clock::now());
    if (changed_.wait_until(lock, deadline.at()) == std::cv_status::timeout && dialling_ && deadline.passed())
      throw still_dialling();
  }
}

// Comes back with the lock; nothing when the dial failed.
Channel* Endpoint::dial(std::unique_lock<std::mutex>& lock, std::size_t slot, DialGate::Attempt attempt,
                        Deadline deadline) {
  dialling_ = true;
  lock.unlock();
  try {
    auto stream = dialler_(deadline)->take_stream();
    lock.lock();
    Channel& channel = free_channel();
    channel.open(std::move(stream));
    for (Slot& each : slots_) {
      if (each.load(std::memory_order_relaxed) == &channel) each.store(nullptr, std::memory_order_relaxed);
    }
    // A probe is dialled beside a connection that may be open still: nobody would find that one again.
    if (Channel* const before = slots_[slot].exchange(&channel, std::memory_order_acq_rel)) before->retire();
    gate_.succeeded();
    dialling_ = false;
    changed_.notify_all();
    return &channel;
  } catch (const RedisError& error) {
    failed(lock, attempt, error.details());
  } catch (const std::exception& error) {
    RedisError::Details details;
    details.cause = error.what();
    failed(lock, attempt, std::move(details));
  }
  return nullptr;
}

// Comes back with the lock.
void Endpoint::failed(std::unique_lock<std::mutex>& lock, DialGate::Attempt attempt,
                      RedisError::Details cause) {
  if (!lock.owns_lock()) lock.lock();
  gate_.failed(attempt, Deadline::Clock::now(), std::move(cause));
  dialling_ = false;
  changed_.notify_all();
  background_runs_ = background_.wake();
}

// A step of the background: dials while that is due, and says when to look again.
std::optional<BackgroundDialler::Duration> Endpoint::dial_behind() {
  std::unique_lock lock(mutex_);
  if (!probe_wanted_ && !gate_.last_failure()) return std::nullopt;
  if (dialling_) return kLookAgain;
  const auto attempt = gate_.start(Deadline::Clock::now());
  if (!attempt) return gate_.wait(Deadline::Clock::now());
  probe_wanted_ = false;
  static_cast<void>(dial(lock, free_slot(), *attempt, Deadline::after(config_.current().timeouts().startup)));
  if (!gate_.last_failure()) return std::nullopt;
  return gate_.wait(Deadline::Clock::now());
}

void Endpoint::want_probe() noexcept {
  {
    const std::lock_guard lock(mutex_);
    probe_wanted_ = true;
  }
  static_cast<void>(background_.wake());
}

void Endpoint::forget_failures() {
  {
    const std::lock_guard lock(mutex_);
    if (!gate_.last_failure()) return;
    gate_.forget();
  }
  static_cast<void>(background_.wake());
}

// Where a new connection is needed most: the place of an ended one, else the first.
std::size_t Endpoint::free_slot() const noexcept {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (open_one(slot) == nullptr) return slot;
  }
  return 0;
}

void Endpoint::retire_all() noexcept {
  for (const Slot& slot : slots_) {
    if (Channel* const channel = slot.load(std::memory_order_acquire)) channel->retire();
  }
}

Channel& Endpoint::free_channel() {
  const auto found = std::ranges::find_if(channels_, [](const auto& each) { return each->reusable(); });
  if (found != channels_.end()) return **found;
  return *channels_.emplace_back(std::make_unique<Channel>(polling_));
}

int Endpoint::open() const noexcept {
  int count = 0;
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) count += open_one(slot) != nullptr ? 1 : 0;
  return count;
}

int Endpoint::idle() const noexcept {
  int count = 0;
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    const Channel* const channel = open_one(slot);
    count += channel != nullptr && channel->in_flight() == 0 ? 1 : 0;
  }
  return count;
}

std::optional<RedisError::Details> Endpoint::last_failure() const {
  const std::lock_guard lock(mutex_);
  return gate_.last_failure();
}

// No lock: a thread that held it does not exist here.
void Endpoint::abandon_after_fork() noexcept {
  for (const auto& channel : channels_) channel->abandon_after_fork();
}

RedisError Endpoint::still_dialling() const {
  metrics_.connection_timed_out();
  RedisError::Details details;
  details.category = ErrorCategory::timeout;
  details.stage = Stage::connect;
  details.retry_safe = true;
  details.endpoint = endpoint(config_.current());
  details.cause = "another caller was still connecting when the time for the call was over";
  details.fix = "raise " + setting("timeouts.command") + ", or connect at start-up";
  return RedisError(std::move(details));
}

}  // namespace redisconf
