#include "redisconf/client/future.h"

#include "client_core.h"
#include "command_encoder.h"
#include "command_error.h"
#include "redisconf/config/fork_generation.h"

#include <utility>

namespace redisconf {
namespace {

[[noreturn]] void throw_no_command() {
  RedisError::Details details;
  details.category = ErrorCategory::usage;
  details.retry_safe = true;
  details.cause = "the future holds no command, or its reply was taken already";
  throw RedisError(std::move(details));
}

// A cluster's node did not run the command, and another one will.
bool is_redirection(const RedisError& error) noexcept {
  return error.code() == "MOVED" || error.code() == "ASK" || error.code() == "TRYAGAIN";
}

}  // namespace

Future::Future() noexcept = default;

Future::Future(std::shared_ptr<ClientCore> core, const Flight& flight, Pending* pending) noexcept
    : core_(std::move(core)), flight_(flight), pending_(pending) {}

Future::Future(Future&& other) noexcept
    : core_(std::move(other.core_)),
      flight_(other.flight_),
      pending_(std::exchange(other.pending_, nullptr)) {}

Future& Future::operator=(Future&& other) noexcept {
  if (this == &other) return *this;
  cancel();
  core_ = std::move(other.core_);
  flight_ = other.flight_;
  pending_ = std::exchange(other.pending_, nullptr);
  return *this;
}

Future::~Future() { cancel(); }

bool Future::ready() const noexcept {
  return pending_ != nullptr && pending_->state.load(std::memory_order_acquire) == PendingState::done;
}

Reply Future::get() { return get(flight_.deadline); }

Reply Future::get(Deadline deadline) {
  if (!core_ || pending_ == nullptr) throw_no_command();
  const auto core = std::move(core_);
  PendingPtr pending(std::exchange(pending_, nullptr));
  if (flight_.generation != fork_generation()) {
    static_cast<void>(pending.release());
    throw transport_error(core->config(),
                          Fault(ErrorCategory::closed, "the command was sent by the parent process"), true);
  }
  const Outcome outcome = flight_.channel->watch(pending, deadline);
  const Resilience::Try attempt{flight_.command, flight_.circuit_number, flight_.start};
  try {
    return flight_.node->settle(pending.get(), *flight_.channel, outcome, attempt);
  } catch (const RedisError& error) {
    if (!is_redirection(error)) throw;
    const auto arguments = decode_command(pending->command.view());
    return core->topology().command({arguments, deadline, Deadline::Clock::now(), false});
  }
}

void Future::cancel() noexcept {
  if (pending_ == nullptr) return;
  PendingPtr pending(std::exchange(pending_, nullptr));
  if (flight_.generation != fork_generation()) {
    static_cast<void>(pending.release());
  } else {
    flight_.channel->cancel(std::move(pending));
  }
}

}  // namespace redisconf
