#include "delivery.h"

#include "segment.h"

#include <redisconf/client/key_slot.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace redisconf {
namespace {

// KEYS: channel, producer's memory. ARGV: epoch, sequence of the first message, memory's time to live
// in ms, about how many messages the stream keeps and for how many ms (0: no bound), the messages.
constexpr std::string_view kBegin = R"(
local epoch, first = tonumber(ARGV[1]), tonumber(ARGV[2])
local start = 6
local memory = redis.call('GET', KEYS[2])
if memory then
  local known, last = string.match(memory, '^(%d+) (%d+)$')
  known, last = tonumber(known), tonumber(last)
  if known > epoch then
    return redis.error_reply('FENCED a later owner of this spool has published; is it a copy?')
  end
  if known == epoch and last >= first then start = start + last - first + 1 end
end
local had = math.min(start - 6, #ARGV - 5)
if start > #ARGV then return had end
)";
constexpr std::string_view kStream = R"(
for i = start, #ARGV do redis.call('XADD', KEYS[1], '*', 'message', ARGV[i]) end
if ARGV[4] ~= '0' then redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[4]) end
if ARGV[5] ~= '0' then
  local now = redis.call('TIME')
  local oldest = now[1] * 1000 + math.floor(now[2] / 1000) - ARGV[5]
  redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f', math.max(oldest, 0)))
end
)";
constexpr std::string_view kPubsub = R"(
for i = start, #ARGV do redis.call('PUBLISH', KEYS[1], ARGV[i]) end
)";
constexpr std::string_view kEnd = R"(
redis.call('SET', KEYS[2], ARGV[1] .. ' ' .. string.format('%.0f', first + #ARGV - 6), 'PX', ARGV[3])
return had)";

Script script_of(std::string_view body) {
  std::string text(kBegin);
  text.append(body).append(kEnd);
  return Script(std::move(text));
}

const Script& script_for(ChannelKind kind) {
  static const Script kToStream = script_of(kStream);
  static const Script kToSubscribers = script_of(kPubsub);
  return kind == ChannelKind::stream ? kToStream : kToSubscribers;
}

// The first number that has the key's slot: some 16,000 tries.
std::string number_in_slot_of(std::string_view key) {
  const std::uint16_t slot = key_slot(key);
  std::string number;
  for (unsigned tried = 0; number.empty() || key_slot(number) != slot; ++tried)
    number = std::to_string(tried);
  return number;
}

// In the channel's slot of a Redis Cluster, which has keys with the same {...} in one, and a key without
// any by all of it. The name begins as the channel's does, as far as it can: so a user who may have that
// prefix may have both. A tag can't hold the channel's key where that has braces, and is none.
std::string beside(const std::string& key) {
  if (hashed_part(key).size() != key.size()) return key + ":producer:";
  const auto brace = key.find_first_of("{}");
  if (brace == std::string::npos) return key + ":producer:{" + key + "}:";
  return key.substr(0, brace) + "{" + number_in_slot_of(key) + "}:producer:" + key + ":";
}

// How many of them fit into one script; at least one.
std::size_t count_at_once(std::span<const std::string_view> messages) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  while (count < std::min(messages.size(), kMessagesAtOnce) &&
         (count == 0 || bytes + messages[count].size() <= kBytesAtOnce))
    bytes += messages[count++].size();
  return count;
}

}  // namespace

Delivery::Delivery(Client& client, const ChannelSettings& channel, std::chrono::milliseconds memory)
    : client_(&client),
      script_(&script_for(channel.kind)),
      key_(channel.key),
      memory_key_(beside(channel.key)),
      memory_ms_(std::to_string(memory.count())),
      max_length_(std::to_string(channel.max_length)),
      retention_ms_(std::to_string(channel.retention.count())) {}

std::uint64_t Delivery::deliver(const Origin& origin, std::span<const std::string_view> messages) {
  std::uint64_t had = 0;
  Origin next = origin;
  while (!messages.empty()) {
    const std::size_t count = count_at_once(messages);
    had += deliver_some(next, messages.first(count));
    messages = messages.subspan(count);
    next.first += count;
  }
  return had;
}

std::uint64_t Delivery::deliver_some(const Origin& origin, std::span<const std::string_view> messages) {
  const std::string memory = memory_key_ + hexadecimal(origin.producer);
  const std::string epoch = std::to_string(origin.epoch);
  const std::string first = std::to_string(origin.first);
  const std::array<std::string_view, 2> keys{key_, memory};
  std::vector<std::string_view> arguments{epoch, first, memory_ms_, max_length_, retention_ms_};
  arguments.insert(arguments.end(), messages.begin(), messages.end());
  return static_cast<std::uint64_t>(client_->eval(*script_, keys, arguments).as_integer());
}

}  // namespace redisconf
