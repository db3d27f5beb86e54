#include "cluster_topology.h"

#include "byte_buffer.h"
#include "command_encoder.h"
#include "command_error.h"
#include "command_table.h"
#include "fault.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "reply_builder.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace redisconf {
namespace {

constexpr std::chrono::milliseconds kRefreshInterval{100};
constexpr std::chrono::milliseconds kRefreshTime{1000};
constexpr std::chrono::seconds kRegularly{15};  // for replicas that come and go, which no error tells of
constexpr std::chrono::milliseconds kLookAgain{
    250};  // by the background, when nobody answered or it was too early
constexpr std::chrono::milliseconds kFirstPause{20};  // doubled at each TRYAGAIN

RedisError apart_error(const ServiceConfig& config, const SlotChoice& choice) {
  return usage_error(config,
                     "the keys of this command are in different slots of the cluster (argument " +
                         std::to_string(choice.key) + " in slot " + std::to_string(choice.slot) +
                         ", argument " + std::to_string(choice.other_key) + " in slot " +
                         std::to_string(choice.other_slot) + ")",
                     "give keys that belong together a common hash tag, as {user:1}:name and {user:1}:mail, "
                     "or use one command "
                     "a key");
}

RedisError lost_error(const ServiceConfig& config) {
  RedisError::Details details;
  details.category = ErrorCategory::server;
  details.code = "MOVED";
  details.retry_safe = true;
  details.endpoint = endpoint(config);
  details.cause = "the nodes of the cluster sent the command on " +
                  std::to_string(ClusterTopology::kMostRedirections) + " times";
  details.fix = "do the nodes agree about their slots? redis-cli --cluster check tells";
  return RedisError(std::move(details));
}

// Whether the node itself is the trouble, so that another may serve its slots by now.
bool is_about_node(const RedisError& error) noexcept {
  if (error.category() != ErrorCategory::server) return is_unreachable(error.category());
  return error.code() == "CLUSTERDOWN" || error.code() == "READONLY" || error.code() == "MASTERDOWN" ||
         error.code() == "LOADING";
}

bool is_unrun(const RedisError& error) noexcept {
  return error.retry_safe() || error.category() == ErrorCategory::server;
}

}  // namespace

ClusterTopology::ClusterTopology(const ConfigCell& config, ClientWide& wide)
    : config_(config), wide_(wide), map_(config, wide), refresher_([this] { return refresh_behind(); }) {}

std::optional<std::uint16_t> ClusterTopology::slot_for(std::span<const std::string_view> arguments) const {
  const SlotChoice choice = slot_of(command_id(arguments.front()), arguments);
  if (choice.kind == SlotChoice::Kind::apart) throw apart_error(config_.current(), choice);
  if (choice.kind == SlotChoice::Kind::any) return std::nullopt;
  return choice.slot;
}

Node& ClusterTopology::primary_of(std::optional<std::uint16_t> slot) const noexcept {
  Node* const node = slot ? map_.primary(*slot) : nullptr;
  return node != nullptr ? *node : map_.main();
}

void ClusterTopology::require_map(Deadline deadline) {
  if (known_.load(std::memory_order_acquire)) return;
  static_cast<void>(refresh(deadline));
  static_cast<void>(refresher_.wake());
  if (known_.load(std::memory_order_acquire)) return;
  const std::unique_lock lock(refreshing_, deadline.at());
  if (lock && trouble_) throw RedisError(*trouble_);
  throw timeout_error(config_.current(), false);
}

Node& ClusterTopology::node_for(std::span<const std::string_view> arguments) {
  const auto slot = slot_for(arguments);
  require_map(Deadline::after(config_.current().timeouts().command));
  return primary_of(slot);
}

Reply ClusterTopology::command(const Resilience::Call& call) {
  const auto slot = slot_for(call.arguments);
  require_map(call.deadline);
  Node* node = nullptr;
  if (slot && !call.may_block && config_.current().connection().read_from == ConnectionReadFrom::replica &&
      is_read_only(command_id(call.arguments.front())))
    node = map_.replica(*slot);
  return follow(call, slot, {node != nullptr ? node : &primary_of(slot), false});
}

Reply ClusterTopology::follow(const Resilience::Call& call, std::optional<std::uint16_t> slot,
                              Target target) {
  for (int hop = 0;; ++hop) {
    Node& from = *target.node;
    try {
      return target.asking ? ask(from, call) : from.command(call);
    } catch (const RedirectedError& error) {
      target = redirected(error, from, call, hop);
    } catch (const RedisError& error) {
      target = another(error, slot, from, call, hop);
      if (target.node == nullptr) throw;
    }
  }
}

ClusterTopology::Target ClusterTopology::redirected(const RedirectedError& error, const Node& from,
                                                    const Resilience::Call& call, int hop) {
  if (hop >= kMostRedirections || call.deadline.passed()) throw lost_error(from.config());
  const Redirection& redirection = error.redirection();
  NodeAddress address = redirection.node;
  if (address.host.empty()) address.host = from.config().connection().host;
  Node& node = map_.at(address);
  if (redirection.kind == Redirection::Kind::ask) return {&node, true};
  map_.move(redirection.slot, node);
  static_cast<void>(refresher_.wake());
  return {&node, false};
}

// A null node: the error is the call's.
ClusterTopology::Target ClusterTopology::another(const RedisError& error, std::optional<std::uint16_t> slot,
                                                 const Node& from, const Resilience::Call& call, int hop) {
  if (hop >= kMostRedirections || call.deadline.passed()) return {};
  const std::string& code = error.code();
  if (code == "TRYAGAIN" || code == "MOVED" || code == "ASK") {
    if (!pause(call.deadline, hop)) return {};
    if (code != "TRYAGAIN") static_cast<void>(refresh(call.deadline.capped(kRefreshTime)));
    return {&primary_of(slot), false};
  }
  if (!is_about_node(error)) return {};
  static_cast<void>(refresh(call.deadline.capped(kRefreshTime)));
  static_cast<void>(refresher_.wake());
  Node& now = primary_of(slot);
  const bool may_repeat = is_unrun(error) || is_idempotent(call.arguments);
  return &now != &from && may_repeat ? Target{&now, false} : Target{};
}

bool ClusterTopology::pause(Deadline deadline, int hop) const {
  const auto time = kFirstPause * (1 << hop);
  if (Deadline::Clock::now() + time >= deadline.at()) return false;
  wide_.surroundings.sleep(time);
  return true;
}

// Both as one batch, so that nothing comes between them.
Reply ClusterTopology::ask(Node& node, const Resilience::Call& call) {
  ByteBuffer batch;
  const std::array<std::string_view, 1> asking{"ASKING"};
  encode_command(batch, asking);
  encode_command(batch, call.arguments);
  auto replies = node.execute(batch.view(), 2, call.deadline);
  if (replies.back().kind() == Reply::Kind::error)
    throw_server_error(node.config(), ReplyBuilder::text(replies.back()), call.arguments);
  return std::move(replies.back());
}

void ClusterTopology::for_each(const std::function<void(Node&)>& use) {
  for (Node* const node : map_.nodes()) use(*node);
}

bool ClusterTopology::refresh(Deadline deadline) {
  std::unique_lock lock(refreshing_, std::defer_lock);
  const bool first = !known_.load(std::memory_order_acquire);
  if (!(first ? lock.try_lock_until(deadline.at()) : lock.try_lock())) return false;
  if (first && known_.load(std::memory_order_acquire)) return true;
  const auto now = Deadline::Clock::now();
  if (!first && now - refreshed_ < kRefreshInterval) return false;
  refreshed_ = now;
  for (Node* const node : map_.nodes()) {
    if (refresh_from(*node, deadline)) return true;
    if (deadline.passed()) break;
  }
  return false;
}

bool ClusterTopology::refresh_from(Node& node, Deadline deadline) {
  const std::array<std::string_view, 2> question{"CLUSTER", "SLOTS"};
  const bool known = known_.load(std::memory_order_relaxed);
  const Deadline own = known ? deadline.capped(kRefreshTime / 4) : deadline;
  try {
    const Reply reply = node.command({question, own, Deadline::Clock::now(), false});
    const auto ranges = parse_cluster_slots(reply, node.config().connection().host);
    if (ranges && !ranges->empty()) {
      map_.replace(*ranges);
      known_.store(true, std::memory_order_release);
      return true;
    }
    RedisError::Details details;
    details.category = ErrorCategory::protocol;
    details.endpoint = endpoint(node.config());
    details.cause = ranges ? "the cluster has no slots" : "CLUSTER SLOTS was answered with something else";
    details.fix = "is this a node of a cluster? redis-cli --cluster check tells";
    trouble_ = std::move(details);
  } catch (const RedisError& error) {
    trouble_ = error.details();
    if (error.code() == "ERR" && trouble_->fix.empty())
      trouble_->fix = "is this a node of a cluster? else set " + setting("cluster.enabled") + " to false";
  }
  return false;
}

std::optional<BackgroundDialler::Duration> ClusterTopology::refresh_behind() {
  if (refresh(Deadline::after(kRefreshTime))) return kRegularly;
  return kLookAgain;
}

void ClusterTopology::abandon_after_fork() noexcept { map_.abandon_after_fork(); }

}  // namespace redisconf
