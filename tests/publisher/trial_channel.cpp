#include "publisher/trial_channel.h"

namespace redisconf::test {

ChannelSettings trial_channel(const std::filesystem::path& spool, std::uint64_t spool_bytes) {
  ChannelSettings channel;
  channel.name = "events";
  channel.key = "trial:events";
  channel.spool_bytes = spool_bytes;
  channel.directory = spool.string();
  return channel;
}

Inputs impatient_inputs(const std::string& host, int port) {
  Inputs inputs = trial_inputs(host, port);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "2s");
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "1ms");
  inputs.set("REDIS_RETRY_MAX_BACKOFF", "20ms");
  inputs.set("REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "20ms");
  inputs.set("REDIS_CIRCUIT_BREAKER_MAX_RECOVERY_TIMEOUT", "50ms");
  return inputs;
}

std::vector<std::pair<std::string, std::string>> entries_after(Client& client, const std::string& id,
                                                               int most) {
  std::vector<std::pair<std::string, std::string>> entries;
  const Reply reply =
      client.command({"XRANGE", "trial:events", "(" + id, "+", "COUNT", std::to_string(most)});
  for (const Reply& entry : reply.as_array()) {
    const auto& parts = entry.as_array();
    entries.emplace_back(parts.at(0).as_string(), parts.at(1).as_array().at(1).as_string());
  }
  return entries;
}

std::vector<std::string> messages_in(Client& client) {
  std::vector<std::string> messages;
  for (auto& entry : entries_after(client, "0", 1'000'000)) messages.push_back(std::move(entry.second));
  return messages;
}

}  // namespace redisconf::test
