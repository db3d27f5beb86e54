// Brings messages to Redis, each once: a script compares epoch and sequence with those of the
// producer's last message, which stand in a key beside the channel's, in its slot of a cluster.
//
// Thread-safety: one call at a time for a producer.
// Errors:        RedisError. Whether the messages are there is unknown then; calling again with the
//                same sequences, before any later one, doubles none. An epoch earlier than one that
//                the server has had is refused (`server`, code FENCED).
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/client/script.h>
#include <redisconf/config/resources.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace redisconf {

// Of one script: about a millisecond of the server's time.
inline constexpr std::size_t kMessagesAtOnce = 1000;
inline constexpr std::size_t kBytesAtOnce = std::size_t{1} << 20U;

class Delivery {
 public:
  struct Origin {
    std::uint64_t producer = 0;
    std::uint64_t epoch = 0;
    std::uint64_t first = 0;  // sequence of the first message
  };

  // The server forgets a producer so long after its last message.
  Delivery(Client& client, const ChannelSettings& channel, std::chrono::milliseconds memory);

  // How many of them the server had already.
  std::uint64_t deliver(const Origin& origin, std::span<const std::string_view> messages);

 private:
  std::uint64_t deliver_some(const Origin& origin, std::span<const std::string_view> messages);

  Client* client_;
  const Script* script_;
  std::string key_;
  std::string memory_key_;  // without the producer
  std::string memory_ms_;
  std::string max_length_;
  std::string retention_ms_;
};

}  // namespace redisconf
