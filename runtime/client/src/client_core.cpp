#include "client_core.h"

#include "command_encoder.h"
#include "command_error.h"
#include "command_table.h"
#include "make_topology.h"
#include "redisconf/config/fork_generation.h"
#include "redisconf/config/settings.h"
#include "routing.h"
#include "tls_context.h"

#include <utility>

namespace redisconf {

ClientCore::ClientCore(const ServiceConfig& config)
    : config_(config), wide_(config.retry().budget, Surroundings::real()) {
  prepare_tls(config.tls());
  connections_ = make_connections().release();
}

ClientCore::~ClientCore() {
  std::unique_ptr<Connections> own(connections_.load());
  if (own->generation != fork_generation()) own.release()->topology->abandon_after_fork();
}

std::unique_ptr<ClientCore::Connections> ClientCore::make_connections() {
  return std::make_unique<Connections>(Connections{fork_generation(), make_topology(config_, wide_)});
}

ClientCore::Connections& ClientCore::connections() {
  Connections* const current = connections_.load(std::memory_order_acquire);
  return current->generation == fork_generation() ? *current : renew(current);
}

// What was inherited is left as it is: its locks may be held by threads that this process does not
// have, and a farewell of TLS would end the parent's session.
ClientCore::Connections& ClientCore::renew(Connections* inherited) {
  auto fresh = make_connections();
  if (!connections_.compare_exchange_strong(inherited, fresh.get())) return *inherited;
  inherited->topology->abandon_after_fork();
  return *fresh.release();
}

Reply ClientCore::command(std::span<const std::string_view> arguments) {
  const auto now = Deadline::Clock::now();
  return command(arguments, Deadline(now + config().timeouts().command), now);
}

Reply ClientCore::command(std::span<const std::string_view> arguments, Deadline deadline) {
  return command(arguments, deadline, Deadline::Clock::now());
}

Reply ClientCore::command(std::span<const std::string_view> arguments, Deadline deadline,
                          Deadline::Clock::time_point now) {
  if (arguments.empty()) throw empty_command(config());
  const Route route = route_of(arguments);
  if (route == Route::refused) require_shared(arguments);
  return topology().command({arguments, deadline, now, route == Route::dedicated});
}

void ClientCore::require_shared(std::span<const std::string_view> arguments) const {
  if (arguments.empty()) throw empty_command(config());
  if (route_of(arguments) == Route::shared) return;
  throw usage_error(config(), "this command must not run on a connection that others use too",
                    "use Client::dedicated()");
}

Future ClientCore::submit(std::span<const std::string_view> arguments) {
  require_shared(arguments);
  const auto now = Deadline::Clock::now();
  const Deadline deadline(now + config().timeouts().command);
  Node& node = topology().node_for(arguments);
  const Resilience::Try attempt = node.resilience().begin(command_id(arguments.front()), now);
  PendingPtr pending = take_pending(PendingState::unwatched);
  encode_command(pending->command, arguments);
  Channel& channel = node.post(*pending, attempt, deadline);
  const Future::Flight flight{&node,          &channel,        deadline,         now,
                              attempt.number, attempt.command, fork_generation()};
  return {shared_from_this(), flight, pending.release()};
}

std::vector<Reply> ClientCore::execute(std::string_view encoded, std::size_t commands, Deadline deadline) {
  if (commands == 0) return {};
  return topology().execute(encoded, commands, deadline);
}

MetricsSnapshot ClientCore::metrics() {
  MetricsSnapshot snapshot = wide_.metrics.snapshot();
  snapshot.server_address = config().connection().host;
  snapshot.server_port = config().connection().port;
  snapshot.database = config().connection().database;
  snapshot.retry_tokens = wide_.budget.tokens();
  topology().for_each([&](Node& node) {
    node.add_connections(snapshot);
    if (node.resilience().breaker().state() != CircuitState::closed)
      snapshot.circuit_state = node.resilience().breaker().state();
  });
  return snapshot;
}

PoolStats ClientCore::pool_stats() {
  PoolStats stats;
  topology().for_each([&](Node& node) {
    const Endpoint& endpoint = node.endpoint();
    stats.limit += endpoint.limit();
    stats.open += endpoint.open();
    stats.idle += endpoint.idle();
  });
  return stats;
}

void ClientCore::reconfigure(const ServiceConfig& config) {
  prepare_tls(config.tls());
  config_.replace(config);
  topology().for_each([](Node& node) { node.forget_failures(); });
}

}  // namespace redisconf
