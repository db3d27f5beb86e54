#include "redisconf/client/dedicated.h"

#include "client_core.h"
#include "command_error.h"
#include "command_table.h"
#include "pool.h"
#include "redisconf/config/settings.h"
#include "routing.h"

#include <optional>
#include <utility>

namespace redisconf {

class DedicatedConnection::Impl {
 public:
  Impl(std::shared_ptr<ClientCore> core, Deadline deadline) : core_(std::move(core)) {
    if (!core_->topology().by_key()) borrow(core_->topology().main_node(), deadline);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (lease_ && (changed_ || in_transaction_)) lease_->discard();
  }

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments, Deadline deadline) {
    if (arguments.empty()) throw empty_command(core_->config());
    if (!lease_) borrow(core_->topology().node_for(arguments), deadline);
    const Trace trace = trace_of(arguments);
    if (trace == Trace::changes_connection) changed_ = true;
    if (trace == Trace::opens_transaction) in_transaction_ = true;
    Reply reply = send(arguments, deadline);
    if (trace == Trace::ends_transaction) in_transaction_ = false;
    return reply;
  }

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments) {
    return command(arguments, Deadline::after(core_->config().timeouts().command));
  }

  [[nodiscard]] bool usable() noexcept { return !lease_ || lease_->connection().usable(); }

 private:
  // Made in place, because a lease does not move.
  struct Borrowed {
    Pool& pool;
    Deadline deadline;
    operator Pool::Lease() const { return pool.acquire(deadline); }  // NOLINT(google-explicit-constructor)
  };

  void borrow(Node& node, Deadline deadline) {
    node_ = &node;
    lease_.emplace(Borrowed{node.pool(), deadline});
  }

  // Counts, and is never tried again: what the connection holds would be lost with it.
  [[nodiscard]] Reply send(std::span<const std::string_view> arguments, Deadline deadline) {
    Resilience& resilience = node_->resilience();
    auto attempt = resilience.begin(command_id(arguments.front()), Deadline::Clock::now());
    attempt.may_block = route_of(arguments) == Route::dedicated;
    try {
      Reply reply = lease_->connection().command(arguments, deadline);
      resilience.succeeded(attempt);
      return reply;
    } catch (const RedisError& error) {
      resilience.failed(attempt, error.details());
      throw;
    }
  }

  std::shared_ptr<ClientCore> core_;
  Node* node_ = nullptr;
  std::optional<Pool::Lease> lease_;  // on a cluster not before the first command says which node
  bool changed_ = false;
  bool in_transaction_ = false;
};

DedicatedConnection::DedicatedConnection(std::shared_ptr<ClientCore> core, Deadline deadline)
    : impl_(std::make_unique<Impl>(std::move(core), deadline)) {}
DedicatedConnection::DedicatedConnection(DedicatedConnection&&) noexcept = default;
DedicatedConnection& DedicatedConnection::operator=(DedicatedConnection&&) noexcept = default;
DedicatedConnection::~DedicatedConnection() = default;

Reply DedicatedConnection::command(std::initializer_list<std::string_view> arguments) {
  return impl_->command(std::span(arguments.begin(), arguments.size()));
}

Reply DedicatedConnection::command(std::span<const std::string_view> arguments, Deadline deadline) {
  return impl_->command(arguments, deadline);
}

bool DedicatedConnection::usable() const noexcept { return impl_->usable(); }

}  // namespace redisconf
