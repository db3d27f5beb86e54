#include "node.h"

#include "command_encoder.h"
#include "command_error.h"
#include "redirected_error.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "routing.h"
#include "server_error.h"

#include <array>
#include <utility>

namespace redisconf {
namespace {

// How often a command that has not left may meet connections that have just died.
constexpr int kMostRounds = 4;

PollingMode polling_of(const ServiceConfig& config) {
  switch (config.pool().polling) {
    case PoolPolling::automatic:
      return PollingMode::automatic;
    case PoolPolling::never:
      return PollingMode::never;
    case PoolPolling::always:
      break;
  }
  return PollingMode::always;
}

Ping failed_ping(const RedisError& error) {
  Ping ping;
  ping.cause = error.what();
  ping.category = name_of(error.category());
  return ping;
}

[[noreturn]] void throw_timeout(const ServiceConfig& config, Outcome outcome) {
  throw timeout_error(config, outcome == Outcome::timed_out);
}

Reply result(const ServiceConfig& config, Pending& pending, std::span<const std::string_view> arguments) {
  if (pending.failure) throw transport_error(config, pending.failure->fault, pending.failure->sent);
  if (const auto* const error = std::get_if<ErrorReply>(&pending.answer))
    throw_server_error(config, error->text, arguments);
  return std::get<Reply>(std::move(pending.answer));
}

// Its arguments are decoded only when the server may have repeated them.
Reply posted_result(const ServiceConfig& config, Pending& pending) {
  const bool refused = !pending.failure && std::holds_alternative<ErrorReply>(pending.answer);
  if (!refused) return result(config, pending, {});
  return result(config, pending, decode_command(pending.command.view()));
}

}  // namespace

Node::Node(const ConfigCell& config, ClientWide& wide, Dialler dialler)
    : config_(config),
      wide_(wide),
      dialler_(std::move(dialler)),
      resilience_(config.current(), wide, [this](std::uint64_t) { endpoint_.want_probe(); }),
      pool_(
          config, wide.metrics, [this](Deadline deadline) { return dial(deadline); },
          DialGate(config.current().retry(), wide.surroundings.random, wide.longest_when_refused)),
      endpoint_(
          config, wide.metrics, [this](Deadline deadline) { return dial(deadline); },
          polling_of(config.current()),
          DialGate(config.current().retry(), wide.surroundings.random, wide.longest_when_refused)) {}

std::unique_ptr<Link> Node::dial(Deadline deadline) {
  const auto start = Deadline::Clock::now();
  const std::uint64_t number = resilience_.breaker().number();
  try {
    auto link = dialler_(deadline);
    wide_.metrics.connection_created(Deadline::Clock::now() - start);
    // It has just answered PING, whatever the breaker was about to find out.
    resilience_.breaker().probe_succeeded(resilience_.breaker().number());
    const int failures = failed_dials_.exchange(0);
    // Whoever waits out a pause of its own, be it for a shared or for a lent connection, need not.
    if (failures > 0) forget_failures();
    const auto event = [&] { return ConnectionEvent{redisconf::endpoint(config()), {}}; };
    wide_.listeners.tell(&ClientListener::connected, event);
    if (failures >= config().retry().max_attempts)
      wide_.listeners.tell(&ClientListener::fallback_ended, event);
    return link;
  } catch (const RedisError& error) {
    resilience_.dial_failed(number, error.details());
    tell_failed_dial(error.details());
    throw;
  }
}

void Node::tell_failed_dial(const RedisError::Details& error) noexcept {
  const int failures = failed_dials_.fetch_add(1) + 1;
  wide_.listeners.tell(&ClientListener::connecting_failed, [&] {
    return ConnectionEvent{error.endpoint, error.cause};
  });
  if (failures != config().retry().max_attempts) return;
  wide_.listeners.tell(&ClientListener::fallback_started, [&] {
    return FallbackEvent{error.endpoint, error.cause, failures};
  });
}

Reply Node::command(const Resilience::Call& call) {
  if (call.may_block)
    return resilience_.run(call, [&](Resilience::Try& attempt) { return run_dedicated(call, attempt); });
  return resilience_.run(call, [&](Resilience::Try& attempt) { return run_shared(call, attempt); });
}

Reply Node::run_shared(const Resilience::Call& call, Resilience::Try& attempt) {
  PendingPtr pending = take_pending(PendingState::waiting);
  exchange(pending, {call.arguments, {}}, call.deadline, attempt);
  return result(config(), *pending, call.arguments);
}

// A connection that died while it was idle costs no call: the command did not leave, so it goes
// out again through the next one. Ends, because each dead one is closed and a new one throws.
Reply Node::run_dedicated(const Resilience::Call& call, Resilience::Try& attempt) {
  for (;;) {
    attempt.echo = true;
    Pool::Lease lease = pool_.acquire(call.deadline);
    attempt.echo = false;
    try {
      return lease.connection().command(call.arguments, call.deadline);
    } catch (const RedisError& error) {
      if (!lease.reused() || error.category() != ErrorCategory::closed || !error.retry_safe()) throw;
    }
  }
}

std::vector<Reply> Node::execute(std::string_view encoded, std::size_t commands, Deadline deadline) {
  const std::array<std::string_view, 1> name{kBatchName};
  const Resilience::Call call{name, deadline, Deadline::Clock::now(), false};
  return resilience_.run(call, [&](Resilience::Try& attempt) {
    PendingPtr pending = take_pending(PendingState::waiting);
    pending->batch = true;
    pending->expected = commands;
    pending->replies.reserve(commands);
    exchange(pending, {{}, encoded}, deadline, attempt);
    return std::move(pending->replies);
  });
}

Channel& Node::exchange(PendingPtr& pending, const Command& command, Deadline deadline,
                        Resilience::Try& attempt) {
  auto now = attempt.start;
  for (int round = 1;; ++round) {
    attempt.echo = true;  // a dial counts by itself
    Channel& channel = endpoint_.channel(deadline);
    attempt.echo = false;
    if (try_exchange(channel, pending, command, deadline, attempt, now)) return channel;
    now = Deadline::Clock::now();
    if (now >= deadline.at()) throw_timeout(config(), Outcome::never_left);
    if (pending->failure && round == kMostRounds)
      throw transport_error(config(), pending->failure->fault, pending->failure->sent);
    pending->failure.reset();
    pending->state.store(PendingState::waiting, std::memory_order_relaxed);
  }
}

// False when the command has not left, because the connection had ended.
bool Node::try_exchange(Channel& channel, PendingPtr& pending, const Command& command, Deadline deadline,
                        Resilience::Try& attempt, Channel::TimePoint now) {
  const Outcome outcome = channel.call(pending, command, deadline, now);
  attempt.end = now;
  if (outcome == Outcome::done && !pending->failure) return true;
  if (outcome == Outcome::refused) return false;
  if (outcome == Outcome::full) throw too_many_in_flight(config());
  if (outcome != Outcome::done) {
    static_cast<void>(tell_end(channel, "no answer in time"));
    throw_timeout(config(), outcome);
  }
  const Failure& failure = *pending->failure;
  attempt.echo = !tell_end(channel, failure.fault.cause());
  if (failure.sent || failure.fault.category() != ErrorCategory::closed)
    throw transport_error(config(), failure.fault, failure.sent);
  return false;
}

// True for one caller of all whose commands the end of a connection met.
bool Node::tell_end(Channel& channel, std::string_view cause) {
  if (channel.accepting() || !channel.take_end()) return false;
  wide_.listeners.tell(&ClientListener::disconnected, [&] {
    return ConnectionEvent{redisconf::endpoint(config()), std::string(cause)};
  });
  return true;
}

Channel& Node::post(Pending& pending, Resilience::Try attempt, Deadline deadline) {
  try {
    return queue(pending, deadline);
  } catch (const RedisError& error) {
    attempt.echo = true;  // a dial counts by itself
    resilience_.failed(attempt, error.details());
    throw;
  }
}

Channel& Node::queue(Pending& pending, Deadline deadline) {
  for (;;) {
    Channel& channel = endpoint_.channel(deadline);
    const Outcome outcome = channel.post(pending, {{}, pending.command.view()});
    if (outcome == Outcome::done) return channel;
    if (outcome == Outcome::full) throw too_many_in_flight(config());
    if (deadline.passed()) throw_timeout(config(), Outcome::never_left);
  }
}

Reply Node::settle(Pending* pending, Channel& channel, Outcome outcome, Resilience::Try attempt) {
  try {
    if (outcome != Outcome::done) {
      static_cast<void>(tell_end(channel, "no answer in time"));
      throw_timeout(config(), outcome);
    }
    if (pending->failure) attempt.echo = !tell_end(channel, pending->failure->fault.cause());
    Reply reply = posted_result(config(), *pending);
    resilience_.succeeded(attempt);
    return reply;
  } catch (const RedisError& error) {
    resilience_.failed(attempt, error.details());
    throw;
  }
}

void Node::add_connections(MetricsSnapshot& snapshot) const {
  const PoolStats lent = pool_.stats();
  const int idle = endpoint_.idle() + lent.idle;
  snapshot.connections_idle += idle;
  snapshot.connections_used += endpoint_.open() + lent.open - idle;
  snapshot.connections_max += endpoint_.limit() + lent.limit;
}

void Node::forget_failures() {
  endpoint_.forget_failures();
  pool_.forget_failures();
}

void Node::dial_anew() {
  forget_failures();
  endpoint_.want_probe();
}

void Node::retire_all() noexcept {
  endpoint_.retire_all();
  pool_.retire_all();
}

Ping Node::ping() {
  const auto start = Deadline::Clock::now();
  const Deadline deadline(start + config().timeouts().health);
  const std::array<std::string_view, 1> command{"PING"};
  try {
    PendingPtr pending = take_pending(PendingState::waiting);
    pending->probe = true;
    pending->since = start;
    Resilience::Try attempt{kOtherCommand, 0, start};
    Ping ping;
    ping.tls_version = exchange(pending, {command, {}}, deadline, attempt).tls_version();
    const auto* const error = std::get_if<ErrorReply>(&pending->answer);
    if (error != nullptr && !is_sign_of_life(error->text)) throw server_error(config(), error->text, command);
    ping.connected = true;
    ping.latency = std::chrono::duration_cast<std::chrono::microseconds>(Deadline::Clock::now() - start);
    return ping;
  } catch (const RedisError& error) {
    const auto earlier =
        error.category() == ErrorCategory::unavailable ? endpoint_.last_failure() : std::nullopt;
    return failed_ping(earlier ? RedisError(*earlier) : error);
  }
}

}  // namespace redisconf
