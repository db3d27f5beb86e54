#include "sentinel_locator.h"

#include "dial.h"
#include "fault.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "sentinel_replies.h"
#include "server_error.h"

#include <array>
#include <chrono>
#include <utility>
#include <variant>

namespace redisconf {
namespace {

// One Sentinel that does not answer must leave time for the others.
constexpr std::chrono::milliseconds kMostForOne{1000};

Deadline share_of(Deadline deadline, std::size_t left) {
  const auto time = deadline.at() - Deadline::Clock::now();
  return deadline.capped(std::min<Deadline::Clock::duration>(time / static_cast<int>(left), kMostForOne));
}

}  // namespace

NodeAddress SentinelLocator::primary(Deadline deadline) {
  NodeAddress found;
  ask("GET-MASTER-ADDR-BY-NAME", deadline, [&found](const Reply& reply) {
    auto address = parse_master_address(reply);
    if (address) found = std::move(*address);
    return address.has_value();
  });
  return found;
}

std::vector<NodeAddress> SentinelLocator::replicas(Deadline deadline) {
  std::vector<NodeAddress> found;
  ask("REPLICAS", deadline, [&found](const Reply& reply) {
    found = parse_replicas(reply);
    return reply.kind() == Reply::Kind::array;
  });
  return found;
}

void SentinelLocator::ask(std::string_view question, Deadline deadline,
                          const std::function<bool(const Reply&)>& read) {
  const ServiceConfig& config = config_.current();
  const auto sentinels = parse_nodes(config.sentinel().nodes).value_or(std::vector<NodeAddress>());
  const std::size_t first = first_.load(std::memory_order_relaxed);
  std::string told;
  for (std::size_t i = 0; i < sentinels.size(); ++i) {
    const std::size_t position = (first + i) % sentinels.size();
    const NodeAddress& sentinel = sentinels[position];
    const std::string trouble = ask_one(sentinel, question, share_of(deadline, sentinels.size() - i), read);
    if (trouble.empty()) {
      first_.store(position, std::memory_order_relaxed);
      return;
    }
    told += (told.empty() ? "" : "; ") + text_of(sentinel) + ": " + trouble;
  }
  RedisError::Details details;
  details.category = ErrorCategory::connect;
  details.stage = Stage::connect;
  details.retry_safe = true;
  details.endpoint = endpoint(config);
  details.cause = "no Sentinel names the servers of \"" + config.sentinel().master + "\" (" + told + ")";
  details.fix = "are the Sentinels running, and are " + setting("sentinel.nodes") + " and " +
                setting("sentinel.master") + " right?";
  throw RedisError(std::move(details));
}

// What was amiss; empty when `read` was content.
std::string SentinelLocator::ask_one(const NodeAddress& sentinel, std::string_view question,
                                     Deadline deadline, const std::function<bool(const Reply&)>& read) {
  const ServiceConfig config = at_sentinel(config_.current(), sentinel);
  const std::array<std::string_view, 3> command{"SENTINEL", question, config.sentinel().master};
  try {
    auto link = kept_to_ == sentinel ? std::move(kept_) : nullptr;
    if (!link) link = Dial(config, deadline).run();
    const auto answer = link->exchange(command, deadline);
    if (const auto* const error = std::get_if<ErrorReply>(&answer))
      return "it said: " + words_of_server(error->text, {}, config.connection().password.reveal());
    if (keep_ == Keep::yes) {
      kept_ = std::move(link);
      kept_to_ = sentinel;
    }
    return read(std::get<Reply>(answer)) ? std::string() : "it does not know that name";
  } catch (const RedisError& error) {
    return error.details().cause;
  } catch (const Fault& fault) {
    return fault.cause();
  }
}

}  // namespace redisconf
