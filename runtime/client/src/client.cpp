#include "redisconf/client/client.h"

#include "client_core.h"
#include "command_error.h"
#include "eval.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"

#include <exception>
#include <utility>

namespace redisconf {
namespace {

std::string milliseconds_text(const ServiceConfig& config, std::chrono::milliseconds time_to_live) {
  if (time_to_live.count() > 0) return std::to_string(time_to_live.count());
  throw usage_error(config, "a time to live must be at least 1ms");
}

// A reply of a type that the command does not have was perhaps another command's: no connection that
// may have brought it is used again.
template <class Read>
auto reply_as(ClientCore& core, std::initializer_list<std::string_view> arguments, const Read& read) {
  Reply reply = core.command(std::span(arguments.begin(), arguments.size()));
  try {
    return read(std::move(reply));
  } catch (const RedisError& error) {
    core.topology().for_each([](Node& node) { node.retire_all(); });
    RedisError::Details details = error.details();
    details.endpoint = endpoint(core.config());
    throw RedisError(std::move(details));
  }
}

long long number_from(ClientCore& core, std::initializer_list<std::string_view> arguments) {
  return reply_as(core, arguments, [](const Reply& reply) { return reply.as_integer(); });
}

}  // namespace

Client::Client(const ServiceConfig& config) : core_(std::make_shared<ClientCore>(config)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Reply Client::command(std::initializer_list<std::string_view> arguments) {
  return core_->command(std::span(arguments.begin(), arguments.size()));
}

Reply Client::command(std::span<const std::string_view> arguments) { return core_->command(arguments); }

Future Client::submit(std::initializer_list<std::string_view> arguments) {
  return core_->submit(std::span(arguments.begin(), arguments.size()));
}

Future Client::submit(std::span<const std::string_view> arguments) { return core_->submit(arguments); }

Pipeline Client::pipeline() { return Pipeline(core_); }

DedicatedConnection Client::dedicated() { return {core_, Deadline::after(config().timeouts().command)}; }

Reply Client::eval(const Script& script, std::initializer_list<std::string_view> keys,
                   std::initializer_list<std::string_view> arguments) {
  return eval(script, std::span(keys.begin(), keys.size()), std::span(arguments.begin(), arguments.size()));
}

Reply Client::eval(const Script& script, std::span<const std::string_view> keys,
                   std::span<const std::string_view> arguments) {
  return redisconf::eval(*core_, script, keys, arguments, Deadline::after(config().timeouts().command));
}

Subscriber Client::subscriber() { return Subscriber(core_); }

long long Client::publish(std::string_view channel, std::string_view payload) {
  return number_from(*core_, {"PUBLISH", channel, payload});
}

std::optional<std::string> Client::get(std::string_view key) {
  return reply_as(*core_, {"GET", key}, [](Reply&& reply) { return std::move(reply).as_optional_string(); });
}

void Client::set(std::string_view key, std::string_view value) {
  static_cast<void>(command({"SET", key, value}));
}

void Client::set(std::string_view key, std::string_view value, std::chrono::milliseconds time_to_live) {
  const std::string milliseconds = milliseconds_text(config(), time_to_live);
  static_cast<void>(command({"SET", key, value, "PX", milliseconds}));
}

bool Client::del(std::string_view key) { return number_from(*core_, {"DEL", key}) > 0; }

bool Client::exists(std::string_view key) { return number_from(*core_, {"EXISTS", key}) > 0; }

long long Client::increment(std::string_view key) { return number_from(*core_, {"INCR", key}); }

bool Client::expire(std::string_view key, std::chrono::milliseconds time_to_live) {
  const std::string milliseconds = milliseconds_text(config(), time_to_live);
  return number_from(*core_, {"PEXPIRE", key, milliseconds}) > 0;
}

Ping Client::ping() noexcept {
  try {
    return core_->topology().main_node().ping();
  } catch (const std::exception&) {
    Ping ping;
    ping.category = name_of(ErrorCategory::unavailable);
    return ping;
  }
}

PoolStats Client::pool_stats() const { return core_->pool_stats(); }

MetricsSnapshot Client::metrics() const { return core_->metrics(); }

void Client::add_listener(std::shared_ptr<ClientListener> listener) {
  core_->wide().listeners.add(std::move(listener));
}

void Client::warn(std::string cause, std::string fix) {
  core_->wide().listeners.warn({endpoint(config()), std::move(cause), std::move(fix)});
}

void Client::reconfigure(const ServiceConfig& config) { core_->reconfigure(config); }

void Client::hurry_back(std::chrono::milliseconds longest_pause) noexcept {
  core_->wide().longest_when_refused.store(longest_pause, std::memory_order_relaxed);
}

const ServiceConfig& Client::config() const noexcept { return core_->config(); }

Client connect(const ServiceConfig& config) {
  Client client(config);
  try {
    static_cast<void>(
        client.core_->topology().main_node().endpoint().channel(Deadline::after(config.timeouts().startup)));
  } catch (const RedisError&) {
    if (config.strict()) throw;
  }
  return client;
}

}  // namespace redisconf
