#include "client_core.h"

#include "command_encoder.h"
#include "command_error.h"
#include "escape.h"
#include "fork_guard.h"
#include "redisconf/config/settings.h"
#include "routing.h"
#include "tls_context.h"

#include <array>
#include <random>
#include <utility>

namespace redisconf {
namespace {

// How often a command that has not left may meet connections that have just died.
constexpr int kMostRounds = 4;

DialGate make_gate(const ServiceConfig& config) {
  const auto random = [engine = std::mt19937_64(std::random_device{}())]() mutable {
    return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
  };
  return {config.retry().initial_backoff, config.retry().max_backoff, random};
}

Ping failed_ping(const RedisError& error) {
  Ping ping;
  ping.cause = error.what();
  ping.category = name_of(error.category());
  return ping;
}

}  // namespace

ClientCore::Connections::Connections(const ServiceConfig& config)
    : generation(fork_generation()),
      shared(config, PollingMode::automatic, make_gate(config)),
      dedicated(config, make_gate(config)) {}

ClientCore::ClientCore(const ServiceConfig& config) : config_(config), connections_(nullptr) {
  prepare_tls(config_.tls());
  connections_ = std::make_unique<Connections>(config_).release();
}

ClientCore::~ClientCore() {
  std::unique_ptr<Connections> own(connections_.load());
  if (own->generation != fork_generation()) own.release()->shared.abandon_after_fork();
}

ClientCore::Connections& ClientCore::connections() {
  Connections* const current = connections_.load(std::memory_order_acquire);
  return current->generation == fork_generation() ? *current : renew(current);
}

// What was inherited is left as it is: its locks may be held by threads that this process does not
// have, and a farewell of TLS would end the parent's session.
ClientCore::Connections& ClientCore::renew(Connections* inherited) {
  auto fresh = std::make_unique<Connections>(config_);
  if (!connections_.compare_exchange_strong(inherited, fresh.get())) return *inherited;
  inherited->shared.abandon_after_fork();
  return *fresh.release();
}

Reply ClientCore::command(std::span<const std::string_view> arguments) {
  return command(arguments, Deadline::after(config_.timeouts().command));
}

Reply ClientCore::command(std::span<const std::string_view> arguments, Deadline deadline) {
  if (arguments.empty()) throw empty_command(config_);
  const auto now = Deadline::Clock::now();
  if (route_of(arguments) == Route::shared) return run(arguments, deadline, now);
  if (route_of(arguments) == Route::dedicated) return run_dedicated(arguments, deadline);
  require_shared(arguments);
  return {};
}

void ClientCore::require_shared(std::span<const std::string_view> arguments) const {
  if (arguments.empty()) throw empty_command(config_);
  if (route_of(arguments) == Route::shared) return;
  throw usage_error(config_, "this command must not run on a connection that others use too",
                    "use Client::dedicated()");
}

Reply ClientCore::run(std::span<const std::string_view> arguments, Deadline deadline,
                      Channel::TimePoint now) {
  PendingPtr pending = take_pending(PendingState::waiting);
  exchange(pending, {arguments, {}}, deadline, now);
  return result(*pending, arguments);
}

Channel& ClientCore::exchange(PendingPtr& pending, const Command& command, Deadline deadline,
                              Channel::TimePoint now) {
  for (int round = 1;; ++round) {
    Channel& channel = endpoint().channel(deadline);
    if (try_exchange(channel, pending, command, deadline, now)) return channel;
    now = Deadline::Clock::now();
    if (now >= deadline.at()) throw_timeout(config_, Outcome::never_left);
    if (pending->failure && round == kMostRounds)
      throw transport_error(config_, pending->failure->fault, pending->failure->sent);
    pending->failure.reset();
    pending->state.store(PendingState::waiting, std::memory_order_relaxed);
  }
}

// False when the command has not left, because the connection had ended.
bool ClientCore::try_exchange(Channel& channel, PendingPtr& pending, const Command& command,
                              Deadline deadline, Channel::TimePoint now) const {
  const Outcome outcome = channel.call(pending, command, deadline, now);
  if (outcome == Outcome::refused) return false;
  if (outcome == Outcome::full) throw too_many_in_flight(config_);
  if (outcome != Outcome::done) throw_timeout(config_, outcome);
  if (!pending->failure) return true;
  const Failure& failure = *pending->failure;
  if (failure.sent || failure.fault.category() != ErrorCategory::closed)
    throw transport_error(config_, failure.fault, failure.sent);
  return false;
}

Reply ClientCore::result(Pending& pending, std::span<const std::string_view> arguments) const {
  if (pending.failure) throw transport_error(config_, pending.failure->fault, pending.failure->sent);
  if (const auto* const error = std::get_if<ErrorReply>(&pending.answer))
    throw server_error(config_, error->text, arguments);
  return std::get<Reply>(std::move(pending.answer));
}

// A connection that died while it was idle costs no call: the command did not leave, so it goes
// out again through the next one. Ends, because each dead one is closed and a new one throws.
Reply ClientCore::run_dedicated(std::span<const std::string_view> arguments, Deadline deadline) {
  for (;;) {
    Pool::Lease lease = pool().acquire(deadline);
    try {
      return lease.connection().command(arguments, deadline);
    } catch (const RedisError& error) {
      if (!lease.reused() || error.category() != ErrorCategory::closed || !error.retry_safe()) throw;
    }
  }
}

Future ClientCore::submit(std::span<const std::string_view> arguments) {
  require_shared(arguments);
  const Deadline deadline = Deadline::after(config_.timeouts().command);
  PendingPtr pending = take_pending(PendingState::unwatched);
  encode_command(pending->command, arguments);
  for (;;) {
    Channel& channel = endpoint().channel(deadline);
    const Outcome outcome = channel.post(*pending, {{}, pending->command.view()});
    if (outcome == Outcome::done) return {shared_from_this(), channel, pending.release(), deadline};
    if (outcome == Outcome::full) throw too_many_in_flight(config_);
    if (deadline.passed()) throw_timeout(config_, Outcome::never_left);
  }
}

std::vector<Reply> ClientCore::execute(std::string_view encoded, std::size_t commands, Deadline deadline) {
  if (commands == 0) return {};
  PendingPtr pending = take_pending(PendingState::waiting);
  pending->batch = true;
  pending->expected = commands;
  pending->replies.reserve(commands);
  exchange(pending, {{}, encoded}, deadline, Deadline::Clock::now());
  return std::move(pending->replies);
}

Ping ClientCore::ping() {
  const auto start = Deadline::Clock::now();
  const Deadline deadline(start + config_.timeouts().health);
  const std::array<std::string_view, 1> command{"PING"};
  try {
    PendingPtr pending = take_pending(PendingState::waiting);
    pending->probe = true;
    pending->since = start;
    Ping ping;
    ping.tls_version = exchange(pending, {command, {}}, deadline, start).tls_version();
    const auto* const error = std::get_if<ErrorReply>(&pending->answer);
    // A user who may not PING has been recognised by a server that lives.
    if (error != nullptr && !error->text.starts_with("NOPERM"))
      throw server_error(config_, error->text, command);
    ping.connected = true;
    ping.latency = std::chrono::duration_cast<std::chrono::microseconds>(Deadline::Clock::now() - start);
    return ping;
  } catch (const RedisError& error) {
    const auto earlier =
        error.category() == ErrorCategory::unavailable ? endpoint().last_failure() : std::nullopt;
    return failed_ping(earlier ? RedisError(*earlier) : error);
  }
}

void throw_timeout(const ServiceConfig& config, Outcome outcome) {
  throw timeout_error(config, outcome == Outcome::timed_out);
}

}  // namespace redisconf
