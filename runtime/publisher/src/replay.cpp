#include "replay.h"

#include <redisconf/config/signals_blocked.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

namespace redisconf {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{10};
constexpr milliseconds kLongestPause{1000};

// Lives as long as the client, so it keeps the waker and nothing else.
class ServerIsBack final : public ClientListener {
 public:
  explicit ServerIsBack(std::shared_ptr<Waker> waker) : waker_(std::move(waker)) {}

  void connected(const ConnectionEvent& /*event*/) override { waker_->tell_of_server(); }
  void circuit_changed(const CircuitEvent& event) override {
    if (event.after == CircuitState::closed) waker_->tell_of_server();
  }

 private:
  std::shared_ptr<Waker> waker_;
};

std::vector<std::string_view> messages_of(const SpoolBatch& batch) {
  std::vector<std::string_view> messages;
  messages.reserve(batch.ends.size());
  for (std::size_t index = 0; index < batch.ends.size(); ++index) messages.push_back(batch.message(index));
  return messages;
}

}  // namespace

Replay::Replay(Client& client, Spool& spool, Delivery& delivery, milliseconds idle,
               std::function<void()> moved)
    : spool_(&spool),
      delivery_(&delivery),
      idle_(idle),
      moved_(std::move(moved)),
      waker_(std::make_shared<Waker>()),
      random_(std::random_device{}()) {
  client.add_listener(std::make_shared<ServerIsBack>(waker_));
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

Replay::~Replay() {
  waker_->stop();
  thread_.join();
}

void Replay::run() {
  while (!waker_->stopped()) {
    try {
      if (step()) continue;
      waker_->wait_for_work(idle_);
    } catch (const std::exception& error) {  // of the disk
      pause(error.what());
    }
  }
}

// Whether there was anything to bring.
bool Replay::step() {
  const auto batch = spool_->read(kMessagesAtOnce, kBytesAtOnce);
  if (batch) {
    if (send(*batch)) spool_->acknowledge(*batch);
  } else {
    spool_->sync_when_due();
  }
  moved_();
  return batch.has_value();
}

// Until it is there, or the publisher ends. The spool gives each batch once.
bool Replay::send(const SpoolBatch& batch) {
  const auto messages = messages_of(batch);
  const SegmentName& name = batch.segment->name;
  while (!waker_->stopped()) {
    try {
      note_sent(messages.size(), delivery_->deliver({name.producer, name.epoch, batch.first}, messages));
      return true;
    } catch (const std::exception& error) {
      pause(error.what());
    }
  }
  return false;
}

// With full jitter, so that the publishers of many processes do not come at once. What was spooled in the
// outage is synced meanwhile, whether or not anybody publishes.
void Replay::pause(const std::string& error) {
  {
    const std::lock_guard lock(mutex_);
    counts_.last_error = error;
  }
  spool_->sync_when_due();
  backoff_ = std::clamp(backoff_ * 2, kFirstPause, kLongestPause);
  std::uniform_int_distribution<milliseconds::rep> jitter(1, backoff_.count());
  waker_->wait_for_server(milliseconds(jitter(random_)));
}

void Replay::note_sent(std::uint64_t messages, std::uint64_t duplicates) {
  backoff_ = milliseconds(0);
  const std::lock_guard lock(mutex_);
  counts_.replayed += messages;
  counts_.duplicates += duplicates;
  counts_.last_error.clear();
}

Replay::Counts Replay::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace redisconf
