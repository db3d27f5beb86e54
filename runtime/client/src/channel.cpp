#include "channel.h"

#include "futex.h"

#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace redisconf {
namespace {

// Fewer than this many commands are sent at once; more are worth one yield, in which others append
// theirs.
constexpr std::uint32_t kCrowd = 8;

// Posted commands go out together, so many bytes at most.
constexpr std::size_t kPostedBytes = std::size_t{16} * 1024;

// Shorter than a round trip, during which a stray reply can't be told from the one that is awaited
// however often anybody looks.
constexpr std::chrono::microseconds kJustNow{20};

}  // namespace

bool Channel::reusable() const {
  const std::lock_guard lock(mutex_);
  return !stream_ && !leading_ && !writing_;
}

void Channel::open(std::unique_ptr<Stream> stream) {
  const std::lock_guard lock(mutex_);
  stream_ = std::move(stream);
  stream_->share();
  conversation_.emplace(*stream_);
  socket_polling_ = SocketPolling();
  shortest_ = Deadline::Clock::duration::max().count();
  stalled_ = false;
  send_failed_ = false;
  end_told_ = false;
  opened_ = Deadline::Clock::now();
  last_heard_ = opened_.time_since_epoch().count();
  accepting_.store(true, std::memory_order_release);
}

Outcome Channel::call(PendingPtr& pending, const Command& command, Deadline deadline, TimePoint& now) {
  const Entry entry = enter(*pending, command, now);
  if (entry.company) {
    last_company.note(now);
    if (polling_ == PollingMode::automatic) static_cast<void>(LoadGauge::of_process().is_calm(now));
  }
  if (entry.outcome != Outcome::done) return entry.outcome;
  const TimePoint start = now;
  const Outcome outcome = finish_entry(pending, entry, deadline, now);
  if (entry.write && entry.lead && now > start) note_round_trip(now - start);
  return outcome;
}

// The server may have had more to do than this command, but the way is never longer.
void Channel::note_round_trip(Deadline::Clock::duration took) noexcept {
  if (took.count() < shortest_.load(std::memory_order_relaxed))
    shortest_.store(took.count(), std::memory_order_relaxed);
}

// `now` is brought up to date when the lead was taken with the entry.
Outcome Channel::finish_entry(PendingPtr& pending, const Entry& entry, Deadline deadline, TimePoint& now) {
  if (entry.write && !write_all(entry.taken, entry.crowded)) write_patiently(*pending, entry, deadline);
  return entry.lead ? lead(pending, deadline, now) : follow(pending, deadline, now);
}

Outcome Channel::post(Pending& pending, const Command& command) {
  const Entry entry = enter(pending, command, TimePoint());
  if (entry.write && !write_all(entry.taken, entry.crowded)) drop_write_turn();
  return entry.outcome;
}

Outcome Channel::watch(PendingPtr& pending, Deadline deadline) {
  if (pending->state.load(std::memory_order_acquire) == PendingState::done) return Outcome::done;
  Entry entry;
  {
    const std::lock_guard lock(mutex_);
    auto expected = PendingState::unwatched;
    const bool first = !leading_ && conversation_.has_value();
    const auto next = first ? PendingState::leading : PendingState::waiting;
    if (!pending->state.compare_exchange_strong(expected, next, std::memory_order_acq_rel))
      return Outcome::done;
    if (conversation_) claim_turns(*pending, entry);
  }
  auto now = Deadline::Clock::now();
  return finish_entry(pending, entry, deadline, now);
}

void Channel::cancel(PendingPtr pending) noexcept {
  auto expected = PendingState::unwatched;
  if (!pending->state.compare_exchange_strong(expected, PendingState::abandoned, std::memory_order_acq_rel))
    return;
  static_cast<void>(pending.release());
  const std::lock_guard lock(mutex_);
  close_if_over();
}

void Channel::retire() noexcept {
  const std::lock_guard lock(mutex_);
  accepting_ = false;
  close_if_over();
}

Channel::TimePoint Channel::last_heard() const noexcept {
  return TimePoint(Deadline::Clock::duration(last_heard_.load(std::memory_order_relaxed)));
}

std::string Channel::tls_version() const {
  const std::lock_guard lock(mutex_);
  return stream_ ? stream_->tls_version() : std::string();
}

void Channel::abandon_after_fork() noexcept {
  if (stream_) ::close(stream_->descriptor());
}

Channel::Entry Channel::enter(Pending& pending, const Command& command, TimePoint now) {
  Entry entry;
  std::unique_lock lock(mutex_);
  if (!accepting_ || !survived_idling(lock, now)) {
    entry.outcome = Outcome::refused;
    return entry;
  }
  if (!has_room(command)) {
    entry.outcome = Outcome::full;
    return entry;
  }
  if (command.arguments.empty()) {
    conversation_->enqueue(pending, command.encoded);
  } else {
    conversation_->enqueue(pending, command.arguments);
  }
  entry.company = count_in();
  claim_turns(pending, entry);
  return entry;
}

// Under the lock, with nobody leading. `now` may be older than what another caller has heard since.
bool Channel::looked_just_now(TimePoint now) const noexcept {
  const TimePoint heard = last_heard();
  return stream_->emptied() && now >= heard && now - heard < kJustNow;
}

bool Channel::has_room(const Command& command) const noexcept {
  if (in_flight() >= kMostInFlight) return false;
  std::size_t size = command.encoded.size();
  for (const std::string_view argument : command.arguments) size += argument.size();
  const std::size_t unsent = conversation_->unsent_bytes();
  return unsent == 0 || unsent + size <= kMostUnsentBytes;
}

// What came while nobody asked is the end of the connection, or a reply that must not pass for
// somebody's own, or housekeeping of TLS: worth a system call, which only a lone caller makes, unless the
// one before has just found the connection empty.
bool Channel::survived_idling(std::unique_lock<SpinningMutex>& lock, TimePoint now) {
  if (leading_ || writing_ || conversation_->awaits_reply()) return true;
  if (looked_just_now(now) || stream_->nothing_came()) return true;
  leading_ = true;
  lock.unlock();
  Completed completed;
  const auto look = [&] {
    if (stream_->try_receive(buffer_) > 0) throw unasked_reply();
    take_in(0, completed);
  };
  if (const auto fault = fault_of(look)) {
    fail_all(*fault, completed);
  } else {
    hand_over();
  }
  lock.lock();
  return accepting_;
}

// Under the lock, with `pending` in the queue.
void Channel::claim_turns(Pending& pending, Entry& entry) noexcept {
  const auto state = pending.state.load(std::memory_order_relaxed);
  const bool posted = state == PendingState::unwatched;
  const std::uint32_t others = in_flight() - 1;
  entry.crowded = others + 1 >= kCrowd && !posted && !is_near();
  if (!posted && !leading_) {
    leading_ = true;
    entry.lead = true;
    pending.state.store(PendingState::leading, std::memory_order_relaxed);
    conversation_->adopt();
  }
  const std::size_t queued = conversation_->queued_bytes();
  const bool later = posted && others > 0 && queued < kPostedBytes;
  if (writing_ || later || send_failed_ || (queued == 0 && !stalled_)) return;
  if (!posted && may_gather()) return;
  entry.write = true;
  writing_ = true;
  stalled_ = false;
  if (entry.crowded) return;
  entry.taken = conversation_->take();
}

Outcome Channel::follow(PendingPtr& pending, Deadline deadline, TimePoint now) {
  std::atomic<PendingState>& state = pending->state;
  if (!look_a_few_times(*pending, now)) {
    auto expected = PendingState::waiting;
    state.compare_exchange_strong(expected, PendingState::sleeping, std::memory_order_acq_rel);
    while (state.load(std::memory_order_acquire) == PendingState::sleeping) {
      sleep_on(state, PendingState::sleeping, deadline);
      if (state.load(std::memory_order_acquire) != PendingState::sleeping || !deadline.passed()) continue;
      send_queued();
      if (const auto outcome = give_up_following(pending)) return *outcome;
    }
  }
  if (state.load(std::memory_order_acquire) == PendingState::done) return Outcome::done;
  now = Deadline::Clock::now();
  return lead(pending, deadline, now);
}

// True when the command was ended, or its caller was told to lead.
bool Channel::look_a_few_times(const Pending& pending, TimePoint now) const noexcept {
  constexpr int kLooks = 10;
  const auto told = [&] { return pending.state.load(std::memory_order_acquire) != PendingState::waiting; };
  if (polling_ == PollingMode::never) return told();
  if (polling_ == PollingMode::automatic && !LoadGauge::of_process().is_calm(now)) return told();
  for (int looks = 0; looks < kLooks && !told(); ++looks) sched_yield();
  return told();
}

// Nothing when it was ended, or told to lead, at the last moment.
std::optional<Outcome> Channel::give_up_following(PendingPtr& pending) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t start = pending->start;
  const bool answered = is_answered_probe(*pending);
  auto expected = PendingState::sleeping;
  if (!pending->state.compare_exchange_strong(expected, PendingState::abandoned, std::memory_order_acq_rel))
    return std::nullopt;
  static_cast<void>(pending.release());
  return give_up(start, answered);
}

// Under the lock. Others still get their replies, and then the connection ends. A command that has
// not left never may, so then the connection ends at once.
Outcome Channel::give_up(std::uint64_t start, bool answered) noexcept {
  const bool left = conversation_->has_left(start, writing_);
  if (left && answered) return Outcome::timed_out;
  accepting_ = false;
  if (left) return Outcome::timed_out;
  send_failed_ = true;
  static_cast<void>(shutdown(stream_->descriptor(), SHUT_RDWR));
  return Outcome::never_left;
}

// A connection that speaks is alive, and only busy. What it said while it was dialled does not count.
bool Channel::is_answered_probe(const Pending& pending) const noexcept {
  return pending.probe && last_heard() > std::max(pending.since, opened_);
}

// True when there are other commands in flight in this process.
bool Channel::count_in() noexcept {
  return in_flight_.fetch_add(1, std::memory_order_relaxed) > 0 ||
         busy_channels.fetch_add(1, std::memory_order_relaxed) > 0;
}

void Channel::count_out(std::size_t commands) noexcept {
  const auto count = static_cast<std::uint32_t>(commands);
  if (count > 0 && in_flight_.fetch_sub(count, std::memory_order_relaxed) == count)
    busy_channels.fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace redisconf
