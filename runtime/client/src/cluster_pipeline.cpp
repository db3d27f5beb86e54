// Pipelines over a cluster: one batch a node, all on the way at once.
#include "byte_buffer.h"
#include "cluster_topology.h"
#include "command_encoder.h"
#include "command_error.h"
#include "redisconf/config/settings.h"
#include "reply_builder.h"
#include "server_error.h"

#include <exception>
#include <map>
#include <utility>

namespace redisconf {
namespace {

// What one node gets, and where the replies belong.
struct Part {
  ByteBuffer commands;
  std::vector<std::size_t> positions;
  PendingPtr pending;
  Channel* channel = nullptr;
  Resilience::Try attempt{};
};

void post(Node& node, Part& part, Deadline deadline) {
  part.attempt = node.resilience().begin(command_id(kBatchName), Deadline::Clock::now());
  part.pending = take_pending(PendingState::unwatched);
  part.pending->batch = true;
  part.pending->expected = part.positions.size();
  part.pending->replies.reserve(part.positions.size());
  part.pending->command.append(part.commands.view());
  part.channel = &node.post(*part.pending, part.attempt, deadline);
}

// What has not left goes once more, the way that a single batch takes.
std::vector<Reply> take(Node& node, Part& part, Deadline deadline) {
  Channel& channel = *std::exchange(part.channel, nullptr);
  const Outcome outcome = channel.watch(part.pending, deadline);
  try {
    static_cast<void>(node.settle(part.pending.get(), channel, outcome, part.attempt));
    return std::move(part.pending->replies);
  } catch (const RedisError& error) {
    if (!error.retry_safe() || deadline.passed()) throw;
  }
  return node.execute(part.commands.view(), part.positions.size(), deadline);
}

bool belongs_elsewhere(const Reply& reply) {
  if (reply.kind() != Reply::Kind::error) return false;
  const std::string_view code = code_of(ReplyBuilder::text(reply));
  return code == "MOVED" || code == "ASK" || code == "TRYAGAIN";
}

// Those that were posted and are not watched any more run all the same; their replies reach nobody.
void give_up(std::map<Node*, Part>& parts) noexcept {
  for (auto& [node, part] : parts) {
    if (part.channel != nullptr && part.pending) part.channel->cancel(std::move(part.pending));
  }
}

}  // namespace

std::vector<Reply> ClusterTopology::execute(std::string_view encoded, std::size_t commands,
                                            Deadline deadline) {
  require_map(deadline);
  std::map<Node*, Part> parts;
  std::vector<std::string_view> texts;
  texts.reserve(commands);
  for (std::size_t at = 0; at < encoded.size();) {
    const std::size_t start = at;
    const auto arguments = next_command(encoded, at);
    Part& part = parts[&primary_of(slot_for(arguments))];
    texts.push_back(encoded.substr(start, at - start));
    part.commands.append(texts.back());
    part.positions.push_back(texts.size() - 1);
  }
  std::vector<Reply> replies(texts.size());
  try {
    for (auto& [node, part] : parts) post(*node, part, deadline);
    for (auto& [node, part] : parts) {
      auto own = take(*node, part, deadline);
      for (std::size_t i = 0; i < own.size(); ++i) replies[part.positions[i]] = std::move(own[i]);
    }
  } catch (const RedisError&) {
    give_up(parts);
    static_cast<void>(refresher_.wake());
    throw;
  }
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (belongs_elsewhere(replies[i])) replies[i] = again(texts[i], deadline);
  }
  return replies;
}

Reply ClusterTopology::again(std::string_view encoded, Deadline deadline) {
  const auto arguments = decode_command(encoded);
  try {
    return command({arguments, deadline, Deadline::Clock::now(), false});
  } catch (const RedisError& error) {
    if (error.category() != ErrorCategory::server && error.category() != ErrorCategory::auth) throw;
    constexpr std::string_view kBefore = "the server said: ";
    std::string text = error.details().cause;
    if (text.starts_with(kBefore)) text.erase(0, kBefore.size());
    return Reply::error(std::move(text));
  }
}

}  // namespace redisconf
