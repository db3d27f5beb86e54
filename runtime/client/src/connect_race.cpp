#include "connect_race.h"

#include "connect_errors.h"
#include "waits_cut_short.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

namespace redisconf {
namespace {

using namespace std::chrono_literals;

// "Connection Attempt Delay" of RFC 8305 section 5, and the least that it allows.
constexpr auto kAttemptDelay = 250ms;
constexpr auto kLeastAttemptDelay = 10ms;

// Names with very many addresses take no descriptor for each.
constexpr std::size_t kMostAtOnce = 8;

}  // namespace

Socket ConnectRace::run() {
  for (;;) {
    if (may_start()) {
      if (auto winner = start_next()) return std::move(*winner);
      continue;
    }
    if (runners_.empty() || deadline_.passed()) give_up();
    if (auto winner = wait()) return std::move(*winner);
  }
}

bool ConnectRace::may_start() const noexcept {
  if (next_ == addresses_.size() || runners_.size() == kMostAtOnce) return false;
  return runners_.empty() || Deadline::Clock::now() >= start_at_;
}

std::optional<Socket> ConnectRace::start_next() {
  const SocketAddress& address = addresses_[next_];
  start_at_ = Deadline::Clock::now() + delay();
  ++next_;
  Socket socket(address, options_);
  int error = socket.open_error();
  if (error == 0) error = socket.begin(address);
  if (error == 0) return socket;
  if (error == EINPROGRESS) {
    runners_.push_back({std::move(socket), &address});
  } else {
    note_failure(error, address);
  }
  return {};
}

// Until an attempt ends, the next may start, or the time is over.
std::optional<Socket> ConnectRace::wait() {
  std::vector<pollfd> entries;
  entries.reserve(runners_.size());
  for (const Runner& runner : runners_) entries.push_back({runner.socket.descriptor_, POLLOUT, 0});
  const bool more = next_ < addresses_.size() && runners_.size() < kMostAtOnce;
  const Deadline until(more ? std::min(start_at_, deadline_.at()) : deadline_.at());
  if (poll(entries.data(), entries.size(), next_look(until).poll_milliseconds()) <= 0) return {};
  for (std::size_t i = entries.size(); i-- > 0;) {  // backwards, for settle() removes
    if (entries[i].revents == 0) continue;
    if (auto winner = settle(i)) return winner;
  }
  return {};
}

std::optional<Socket> ConnectRace::settle(std::size_t index) {
  const auto position = runners_.begin() + static_cast<std::ptrdiff_t>(index);
  Runner runner = std::move(*position);
  runners_.erase(position);
  const int error = runner.socket.outcome(*runner.address);
  if (error == 0) return std::move(runner.socket);
  note_failure(error, *runner.address);
  return {};
}

void ConnectRace::note_failure(int error, const SocketAddress& address) {
  last_failure_ = connect_fault(error, address);
  start_at_ = Deadline::Clock::now();
}

// Shorter when the time would be over before each address had its turn.
Deadline::Clock::duration ConnectRace::delay() const noexcept {
  const auto left = deadline_.at() - Deadline::Clock::now();
  const auto share = left / static_cast<long>(addresses_.size() - next_);
  return std::clamp<Deadline::Clock::duration>(share, kLeastAttemptDelay, kAttemptDelay);
}

void ConnectRace::give_up() const {
  if (!runners_.empty()) {
    std::string cause = "no answer in time";
    if (last_failure_) cause += "; from another address: " + last_failure_->cause();
    throw Fault(ErrorCategory::timeout, std::move(cause));
  }
  if (addresses_.size() == 1) throw Fault(*last_failure_);
  throw Fault(last_failure_->category(),
              last_failure_->cause() + " (the last of " + std::to_string(addresses_.size()) + " addresses)",
              last_failure_->fix());
}

}  // namespace redisconf
