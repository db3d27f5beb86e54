// Channels for tests, and what Redis has of them.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>
#include <redisconf/testing/redis_server.h>

#include "client/support/trial_config.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace redisconf::test {

// A stream "trial:events".
[[nodiscard]] ChannelSettings trial_channel(const std::filesystem::path& spool,
                                            std::uint64_t spool_bytes = std::uint64_t{64} << 20U);

// A client that finds out soon that its server is away, and that it is back.
[[nodiscard]] Inputs impatient_inputs(const std::string& host, int port);

// Of up to `most` entries after that id: id and message.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> entries_after(Client& client,
                                                                             const std::string& id, int most);

// All messages of the stream.
[[nodiscard]] std::vector<std::string> messages_in(Client& client);

}  // namespace redisconf::test
