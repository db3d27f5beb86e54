#include "redisconf/client/client.h"

#include "pool.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "tls_context.h"

#include <array>
#include <exception>
#include <random>
#include <type_traits>
#include <utility>

namespace redisconf {
namespace {

DialGate make_gate(const ServiceConfig& config) {
  const auto random = [engine = std::mt19937_64(std::random_device{}())]() mutable {
    return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
  };
  return {config.retry().initial_backoff, config.retry().max_backoff, random};
}

std::string milliseconds_text(const ServiceConfig& config, std::chrono::milliseconds time_to_live) {
  if (time_to_live.count() > 0) return std::to_string(time_to_live.count());
  RedisError::Details details;
  details.category = ErrorCategory::usage;
  details.retry_safe = true;
  details.endpoint = endpoint(config);
  details.cause = "a time to live must be at least 1ms";
  throw RedisError(std::move(details));
}

Ping failed_ping(const RedisError& error) {
  Ping ping;
  ping.cause = error.what();
  ping.category = name_of(error.category());
  return ping;
}

}  // namespace

class Client::Impl {
 public:
  explicit Impl(const ServiceConfig& config) : pool_(config, make_gate(config)) { prepare_tls(config.tls()); }

  [[nodiscard]] Pool& pool() noexcept { return pool_; }
  [[nodiscard]] const ServiceConfig& config() const noexcept { return pool_.config(); }

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments) {
    const Deadline deadline = Deadline::after(config().timeouts().command);
    return with_connection(deadline,
                           [&](Connection& connection) { return connection.command(arguments, deadline); });
  }

  [[nodiscard]] Ping ping() {
    const auto start = Deadline::Clock::now();
    const Deadline deadline(start + config().timeouts().health);
    try {
      Ping ping;
      ping.tls_version =
          with_connection(deadline, [&](Connection& connection) { return probe(connection, deadline); });
      ping.connected = true;
      ping.latency = std::chrono::duration_cast<std::chrono::microseconds>(Deadline::Clock::now() - start);
      return ping;
    } catch (const RedisError& error) {
      const auto earlier =
          error.category() == ErrorCategory::unavailable ? pool_.last_failure() : std::nullopt;
      return failed_ping(earlier ? RedisError(*earlier) : error);
    }
  }

 private:
  // A connection that died while it was idle costs no call: the command did not leave, so it goes
  // out again through the next one. Ends, because each dead one is closed and a new one throws.
  template <class Use>
  std::invoke_result_t<Use, Connection&> with_connection(Deadline deadline, const Use& use) {
    for (;;) {
      Pool::Lease lease = pool_.acquire(deadline);
      try {
        return use(lease.connection());
      } catch (const RedisError& error) {
        if (!lease.reused() || error.category() != ErrorCategory::closed || !error.retry_safe()) throw;
      }
    }
  }

  // A user who may not PING has been recognised by a server that lives.
  static std::string probe(Connection& connection, Deadline deadline) {
    try {
      static_cast<void>(connection.command(std::array<std::string_view, 1>{"PING"}, deadline));
    } catch (const RedisError& error) {
      if (error.code() != "NOPERM") throw;
    }
    return connection.tls_version();
  }

  Pool pool_;
};

Client::Client(const ServiceConfig& config) : impl_(std::make_unique<Impl>(config)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Reply Client::command(std::initializer_list<std::string_view> arguments) {
  return impl_->command(std::span(arguments.begin(), arguments.size()));
}

Reply Client::command(std::span<const std::string_view> arguments) { return impl_->command(arguments); }

std::optional<std::string> Client::get(std::string_view key) {
  return command({"GET", key}).as_optional_string();
}

void Client::set(std::string_view key, std::string_view value) {
  static_cast<void>(command({"SET", key, value}));
}

void Client::set(std::string_view key, std::string_view value, std::chrono::milliseconds time_to_live) {
  const std::string milliseconds = milliseconds_text(config(), time_to_live);
  static_cast<void>(command({"SET", key, value, "PX", milliseconds}));
}

bool Client::del(std::string_view key) { return command({"DEL", key}).as_integer() > 0; }

bool Client::exists(std::string_view key) { return command({"EXISTS", key}).as_integer() > 0; }

long long Client::increment(std::string_view key) { return command({"INCR", key}).as_integer(); }

bool Client::expire(std::string_view key, std::chrono::milliseconds time_to_live) {
  const std::string milliseconds = milliseconds_text(config(), time_to_live);
  return command({"PEXPIRE", key, milliseconds}).as_integer() > 0;
}

Ping Client::ping() noexcept {
  try {
    return impl_->ping();
  } catch (const std::exception&) {
    Ping ping;
    ping.category = name_of(ErrorCategory::unavailable);
    return ping;
  }
}

PoolStats Client::pool_stats() const { return impl_->pool().stats(); }

const ServiceConfig& Client::config() const noexcept { return impl_->config(); }

Client connect(const ServiceConfig& config) {
  Client client(config);
  try {
    static_cast<void>(client.impl_->pool().acquire(Deadline::after(config.timeouts().startup)));
  } catch (const RedisError&) {
    if (config.strict()) throw;
  }
  return client;
}

}  // namespace redisconf
