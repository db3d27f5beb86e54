// What a channel of the schema can choose from. Apart from resources.h, so that the generated tables
// stay cheap to compile.
#pragma once

#include <redisconf/config/export.h>

#include <cstdint>

namespace redisconf REDISCONF_PUBLIC {

// A stream keeps messages for those who are away; publish/subscribe forgets them.
enum class ChannelKind : std::uint8_t { stream, pubsub };

// When a spooled message is on the disk, and not only with the kernel: before publish() returns,
// from time to time, or when the kernel likes.
enum class SpoolSync : std::uint8_t { always, interval, never };

// What a full spool does with one more message.
enum class SpoolFull : std::uint8_t { refuse, block, drop_oldest };

}  // namespace redisconf
