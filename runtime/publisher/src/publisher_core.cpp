#include "publisher_core.h"

#include "system_sources.h"

#include <redisconf/client/errors.h>
#include <redisconf/config/settings.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace redisconf {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds kSpoolMemory = 30 * 24h;
constexpr milliseconds kMemoryWithoutSpool = 1h;  // nothing is sent again after its caller got an error

std::unique_ptr<Spool> spool_of(const ChannelSettings& channel, const PublisherOptions& options) {
  if (channel.spool_bytes == 0) return nullptr;
  return std::make_unique<Spool>(SpoolOptions{
      .directory = options.directory.empty() ? std::filesystem::path(channel.directory) : options.directory,
      .max_bytes = channel.spool_bytes,
      .sync = channel.sync,
      .group_commit = channel.group_commit,
      .sync_interval = channel.sync_interval});
}

}  // namespace

// Of one publish() that waits for Redis. On its thread's stack; under the mutex.
struct PublisherCore::Caller {
  enum class State : std::uint8_t { waiting, sends, sent, spooled, failed, again };

  std::span<const std::string_view> messages;
  State state = State::waiting;
  Spool::Ticket ticket;
  std::exception_ptr error;
  std::condition_variable changed;

  void become(State next) {
    state = next;
    changed.notify_one();
  }
};

PublisherCore::PublisherCore(Client& client, const ChannelSettings& channel, PublisherOptions options)
    : client_(&client),
      channel_(channel),
      options_(std::move(options)),
      spool_(spool_of(channel_, options_)),
      producer_(spool_ ? spool_->producer() : random_number()),
      epoch_(spool_ ? spool_->epoch() : 1),
      delivery_(client, channel_, spool_ ? kSpoolMemory : kMemoryWithoutSpool) {
  if (!spool_) return;
  spooling_ = !spool_->empty();
  const milliseconds idle = channel_.sync == SpoolSync::interval ? channel_.sync_interval : 1s;
  replay_ = std::make_unique<Replay>(client, *spool_, delivery_, std::max(idle, milliseconds(1)),
                                     [this] { replay_moved(); });
}

Deadline PublisherCore::standard_deadline() const {
  return Deadline::after(client_->config().timeouts().command);
}

Promise PublisherCore::publish(std::span<const std::string_view> messages, Deadline deadline) {
  check(messages);
  if (messages.empty()) return Promise::in_redis;
  try {
    return keep(messages, deadline);
  } catch (const Error&) {  // RedisError or PublishError
    if (log(messages)) return Promise::logged;
    note_refused(messages.size());
    throw;
  }
}

void PublisherCore::check(std::span<const std::string_view> messages) const {
  for (const std::string_view message : messages) {
    if (message.size() > kLargestMessage)
      throw PublishError(PublishError::Kind::too_large,
                         "a message for " + channel_.key + " has more than 16 MiB");
  }
}

Promise PublisherCore::keep(std::span<const std::string_view> messages, Deadline deadline) {
  Lock lock(mutex_);
  for (;;) {
    if (spooling_) {
      const auto ticket = line_up(lock, messages, deadline);
      if (!ticket) continue;  // Redis has all meanwhile
      lock.unlock();
      return commit(*ticket, messages.size());
    }
    if (const auto promise = keep_in_redis(lock, messages)) return *promise;
  }
}

// Nothing when the messages belong behind others in the spool.
std::optional<Promise> PublisherCore::keep_in_redis(Lock& lock, std::span<const std::string_view> messages) {
  using State = Caller::State;
  Caller caller{.messages = messages, .ticket = {}, .error = {}, .changed = {}};
  callers_.push_back(&caller);
  if (sending_) {
    caller.changed.wait(lock, [&] { return caller.state != State::waiting; });
  } else {
    caller.state = State::sends;
  }
  if (caller.state == State::sends) send_round(lock);
  lock.unlock();
  if (caller.state == State::failed) std::rethrow_exception(caller.error);
  if (caller.state == State::spooled) return commit(caller.ticket, messages.size());
  if (caller.state == State::sent) return Promise::in_redis;
  lock.lock();
  return std::nullopt;
}

// Sends for the callers at the front, of whom this one is the first.
void PublisherCore::send_round(Lock& lock) {
  using State = Caller::State;
  sending_ = true;
  const std::vector<Caller*> callers = take_callers();
  std::vector<std::string_view> messages;
  for (const Caller* const caller : callers)
    messages.insert(messages.end(), caller->messages.begin(), caller->messages.end());
  const std::uint64_t first = next_;
  next_ += messages.size();
  lock.unlock();
  std::exception_ptr error;
  try {
    static_cast<void>(delivery_.deliver({producer_, epoch_, first}, messages));
  } catch (const std::exception&) {
    error = std::current_exception();
  }
  lock.lock();
  if (error && spool_) {
    start_spooling(callers, first);
  } else {
    if (!error) stats_.sent += messages.size();
    for (Caller* const caller : callers) {
      caller->error = error;
      caller->become(error ? State::failed : State::sent);
    }
  }
  hand_on();
}

std::vector<PublisherCore::Caller*> PublisherCore::take_callers() {
  std::vector<Caller*> taken;
  std::size_t messages = 0;
  while (!callers_.empty() &&
         (taken.empty() || messages + callers_.front()->messages.size() <= kMessagesAtOnce)) {
    messages += callers_.front()->messages.size();
    taken.push_back(callers_.front());
    callers_.pop_front();
  }
  return taken;
}

void PublisherCore::hand_on() {
  sending_ = !callers_.empty();
  if (sending_) callers_.front()->become(Caller::State::sends);
}

// What may be in Redis goes first, with the sequences it has; all others queue behind.
void PublisherCore::start_spooling(const std::vector<Caller*>& callers, std::uint64_t first) {
  using State = Caller::State;
  spooling_ = true;
  for (Caller* const caller : callers) {
    try {
      const auto ticket = spool_->enqueue(first, caller->messages);
      if (!ticket) throw is_full();
      caller->ticket = *ticket;
      caller->become(State::spooled);
    } catch (const std::exception&) {
      caller->error = std::current_exception();
      caller->become(State::failed);
    }
    first += caller->messages.size();
  }
  for (Caller* const caller : callers_) caller->become(State::again);
  callers_.clear();
  replay_->tell_of_work();
}

bool PublisherCore::drain(Deadline deadline) {
  Lock lock(mutex_);
  return moved_.wait_until(lock, deadline.at(), [this] { return !spooling_; });
}

void PublisherCore::replay_moved() {
  const std::lock_guard lock(mutex_);
  if (spooling_ && spool_->empty()) spooling_ = false;
  moved_.notify_all();
}

bool PublisherCore::log(std::span<const std::string_view> messages) {
  if (!options_.log) return false;
  try {
    for (const std::string_view message : messages) options_.log->write(channel_.key, message);
  } catch (const std::exception&) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  stats_.logged += messages.size();
  return true;
}

void PublisherCore::note_refused(std::size_t messages) {
  const std::lock_guard lock(mutex_);
  stats_.refused += messages;
}

PublisherStats PublisherCore::stats() const {
  Lock lock(mutex_);
  PublisherStats stats = stats_;
  stats.spooling = spooling_;
  lock.unlock();
  if (!spool_) return stats;
  const SpoolCounts spool = spool_->counts();
  stats.dropped = spool.dropped;
  stats.lost = spool.lost;
  stats.damaged_bytes = spool.damaged_bytes;
  stats.torn_bytes = spool.torn_bytes;
  stats.failed_writes = spool.failed_writes;
  stats.failed_syncs = spool.failed_syncs;
  stats.spool_messages = spool.messages;
  stats.spool_bytes = spool.bytes;
  if (spool.oldest_ms > 0) stats.oldest_age = std::max(0ms, milliseconds(now_ms() - spool.oldest_ms));
  const Replay::Counts replay = replay_->counts();
  stats.replayed = replay.replayed;
  stats.duplicates = replay.duplicates;
  stats.last_error = replay.last_error;
  return stats;
}

}  // namespace redisconf
