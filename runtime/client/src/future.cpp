#include "redisconf/client/future.h"

#include "client_core.h"
#include "command_encoder.h"
#include "command_error.h"
#include "fork_guard.h"

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

}  // namespace

Future::Future() noexcept = default;

Future::Future(std::shared_ptr<ClientCore> core, Channel& channel, Pending* pending,
               Deadline deadline) noexcept
    : core_(std::move(core)),
      channel_(&channel),
      pending_(pending),
      deadline_(deadline),
      generation_(fork_generation()) {}

Future::Future(Future&& other) noexcept
    : core_(std::move(other.core_)),
      channel_(other.channel_),
      pending_(std::exchange(other.pending_, nullptr)),
      deadline_(other.deadline_),
      generation_(other.generation_) {}

Future& Future::operator=(Future&& other) noexcept {
  if (this == &other) return *this;
  cancel();
  core_ = std::move(other.core_);
  channel_ = other.channel_;
  pending_ = std::exchange(other.pending_, nullptr);
  deadline_ = other.deadline_;
  generation_ = other.generation_;
  return *this;
}

Future::~Future() { cancel(); }

bool Future::ready() const noexcept {
  return pending_ != nullptr && pending_->state.load(std::memory_order_acquire) == PendingState::done;
}

Reply Future::get() { return get(deadline_); }

Reply Future::get(Deadline deadline) {
  if (!core_ || pending_ == nullptr) throw_no_command();
  const auto core = std::move(core_);
  PendingPtr pending(std::exchange(pending_, nullptr));
  if (generation_ != fork_generation()) {
    static_cast<void>(pending.release());
    throw transport_error(core->config(),
                          Fault(ErrorCategory::closed, "the command was sent by the parent process"), true);
  }
  const Outcome outcome = channel_->watch(pending, deadline);
  if (outcome != Outcome::done) throw_timeout(core->config(), outcome);
  const auto* const error = std::get_if<ErrorReply>(&pending->answer);
  if (pending->failure || error == nullptr) return core->result(*pending, {});
  return core->result(*pending, decode_command(pending->command.view()));
}

void Future::cancel() noexcept {
  if (pending_ == nullptr) return;
  PendingPtr pending(std::exchange(pending_, nullptr));
  if (generation_ != fork_generation()) {
    static_cast<void>(pending.release());
  } else {
    channel_->cancel(std::move(pending));
  }
}

}  // namespace redisconf
