#include "sentinel_topology.h"

#include "command_error.h"
#include "command_table.h"
#include "dial.h"
#include "fault.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "reply_builder.h"
#include "sentinel_replies.h"
#include "server_error.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>
#include <variant>

namespace redisconf {
namespace {

constexpr std::chrono::milliseconds kLookInterval{250};
constexpr std::chrono::milliseconds kLookTime{1000};

// Before Redis 7, the error of a script stands inside of another one: "ERR Error running script (call to
// ...):
// ... -READONLY You can't write against a read only replica."
bool is_demotion(std::string_view code, std::string_view text) noexcept {
  if (code == "READONLY" || code == "MASTERDOWN") return true;
  return code == "ERR" && text.find("READONLY You can't write") != std::string_view::npos;
}

// Such an error means that the command did nothing, unless it came out of the middle of a script.
bool did_nothing(const Resilience::Call& call, const RedisError& error) noexcept {
  const std::string_view name = command_name(command_id(call.arguments.front()));
  const bool script = name.starts_with("EVAL") || name.starts_with("FCALL") || name == "_OTHER";
  return !script && error.code() != "ERR";
}

bool another_may_answer(const RedisError& error) noexcept {
  switch (error.category()) {
    case ErrorCategory::auth:
    case ErrorCategory::usage:
      return false;
    case ErrorCategory::server:
      return error.code() == "LOADING" || error.code() == "MASTERDOWN";
    default:
      return true;
  }
}

RedisError not_primary(const ServiceConfig& config, std::string_view role) {
  RedisError::Details details;
  details.category = ErrorCategory::connect;
  details.stage = Stage::connect;
  details.retry_safe = true;
  details.endpoint = endpoint(config);
  details.cause =
      "the Sentinels name this server as the primary, and its ROLE is \"" + std::string(role) + "\"";
  details.fix = "a failover may be under way; else look at SENTINEL MASTERS and ROLE";
  return RedisError(std::move(details));
}

}  // namespace

SentinelTopology::SentinelTopology(const ConfigCell& config, ClientWide& wide)
    : config_(config),
      wide_(wide),
      locator_(config),
      watched_(config, SentinelLocator::Keep::yes),
      primary_config_(config.current()),
      replica_config_(config.current()),
      watch_([this] { return look(); }),
      primary_(primary_config_, wide, [this](Deadline deadline) { return dial_primary(deadline); }) {
  if (config.current().connection().read_from != ConnectionReadFrom::replica) return;
  replica_ = std::make_unique<Node>(replica_config_, wide,
                                    [this](Deadline deadline) { return dial_replica(deadline); });
}

// From here on the watch does not look at the servers, which go before it.
SentinelTopology::~SentinelTopology() {
  watch_.stop();
  const std::lock_guard lock(looking_);
  stopping_ = true;
}

std::unique_ptr<Link> SentinelTopology::dial_primary(Deadline deadline) {
  static_cast<void>(watch_.wake());
  const NodeAddress address = locator_.primary(deadline);
  static_cast<void>(follow(address));
  const ServiceConfig config = at_node(config_.current(), address);
  auto link = Dial(config, deadline).run();
  const std::array<std::string_view, 1> question{"ROLE"};
  try {
    const auto answer = link->exchange(question, deadline);
    const auto* const error = std::get_if<ErrorReply>(&answer);
    if (error != nullptr && code_of(error->text) == "NOPERM") return link;  // writes will tell
    const Reply* const reply = std::get_if<Reply>(&answer);
    const std::string_view role = reply == nullptr ? std::string_view() : parse_role(*reply);
    if (role != "master") throw not_primary(config, role);
    look_for_guard(*link, address, config, deadline);
    return link;
  } catch (const Fault& fault) {
    throw transport_error(config, fault, false);
  }
}

// The first time that a server is the primary: whether it would go on taking writes that no replica gets.
void SentinelTopology::look_for_guard(Link& link, const NodeAddress& primary, const ServiceConfig& config,
                                      Deadline deadline) {
  {
    const std::lock_guard lock(mutex_);
    if (std::ranges::find(examined_, primary) != examined_.end()) return;
    examined_.push_back(primary);
  }
  const std::array<std::string_view, 2> question{"INFO", "replication"};
  const auto answer = link.exchange(question, deadline);
  const Reply* const reply = std::get_if<Reply>(&answer);  // an error: the user may not ask
  if (reply == nullptr || !takes_writes_alone(*reply)) return;
  wide_.listeners.warn(
      {endpoint(config),
       "min-replicas-to-write is 0: a primary that was cut off goes on taking writes, which are "
       "lost when it comes back",
       "set min-replicas-to-write 1 and min-replicas-max-lag 10 on all servers"});
}

std::unique_ptr<Link> SentinelTopology::dial_replica(Deadline deadline) {
  const auto replicas = locator_.replicas(deadline);
  if (replicas.empty()) {
    RedisError::Details details;
    details.category = ErrorCategory::unavailable;
    details.stage = Stage::connect;
    details.retry_safe = true;
    details.endpoint = endpoint(config_.current());
    details.cause = "the Sentinels know no replica that is up";
    throw RedisError(std::move(details));
  }
  const auto chosen =
      static_cast<std::size_t>(wide_.surroundings.random() * static_cast<double>(replicas.size()));
  const ServiceConfig config = at_node(config_.current(), replicas.at(std::min(chosen, replicas.size() - 1)));
  return Dial(config, deadline).run();
}

Reply SentinelTopology::command(const Resilience::Call& call) {
  const bool reads = replica_ && !call.may_block && is_read_only(command_id(call.arguments.front()));
  return reads ? read(call) : command_primary(call);
}

Reply SentinelTopology::read(const Resilience::Call& call) {
  try {
    return replica_->command(call);
  } catch (const RedisError& error) {
    if (!another_may_answer(error) || call.deadline.passed()) throw;
  }
  return command_primary(call);
}

Reply SentinelTopology::command_primary(const Resilience::Call& call) {
  try {
    return primary_.command(call);
  } catch (const RedisError& error) {
    if (!is_demotion(error.code(), error.details().cause)) throw;
    demoted();
    if (!did_nothing(call, error)) throw;
  }
  return primary_.command(call);  // through a new connection, whose dial asks the Sentinels
}

std::vector<Reply> SentinelTopology::execute(std::string_view encoded, std::size_t commands,
                                             Deadline deadline) {
  auto replies = primary_.execute(encoded, commands, deadline);
  const bool refused = std::ranges::any_of(replies, [](const Reply& reply) {
    if (reply.kind() != Reply::Kind::error) return false;
    const std::string& text = ReplyBuilder::text(reply);
    return is_demotion(code_of(text), text);
  });
  if (refused) demoted();
  return replies;
}

// The errors and figures of the primary go by its address. True when it is another one than before.
bool SentinelTopology::follow(const NodeAddress& primary) {
  const std::lock_guard lock(mutex_);
  if (known_ == primary) return false;
  const bool moved = known_.has_value();
  known_ = primary;
  moved_ = Deadline::Clock::now();
  primary_config_.replace(at_node(config_.current(), primary));
  if (!moved) return false;
  moves_.fetch_add(1);
  primary_.retire_all();
  return true;
}

void SentinelTopology::demoted() noexcept {
  primary_.retire_all();
  static_cast<void>(watch_.wake());
}

// No Sentinel that answers is no news: calls go on with what they have.
std::optional<BackgroundDialler::Duration> SentinelTopology::look() {
  const std::lock_guard lock(looking_);
  if (stopping_) return std::nullopt;
  try {
    const bool moved = follow(watched_.primary(Deadline::after(kLookTime)));
    if (moved || (moved_lately() && primary_.endpoint().last_failure())) primary_.dial_anew();
  } catch (const std::exception&) {
    return kLookInterval;
  }
  return kLookInterval;
}

// Just after a failover a dial may fail once more; then it need not wait for its turn.
bool SentinelTopology::moved_lately() {
  constexpr std::chrono::seconds kLately{5};
  const std::lock_guard lock(mutex_);
  return Deadline::Clock::now() - moved_ < kLately;
}

void SentinelTopology::for_each(const std::function<void(Node&)>& use) {
  use(primary_);
  if (replica_) use(*replica_);
}

void SentinelTopology::abandon_after_fork() noexcept {
  primary_.abandon_after_fork();
  if (replica_) replica_->abandon_after_fork();
}

}  // namespace redisconf
