// Publishes messages of one channel, and loses none that it took: to Redis while Redis answers, else
// to a spool on disk, from which a thread of the publisher brings them to Redis when it is back.
//
//   redisconf::Publisher publisher(client, config.user_events_channel());
//   publisher.publish(R"({"signed_in":"ada"})");
//
// While the spool holds anything, new messages queue behind it, so messages keep the order in which
// one thread published them. Each has its producer's epoch and a sequence, and a script on the server
// passes over what it has had: a lost reply, a kill and a replay double nothing. That memory is kept in
// Redis for 30 days after the last message (an hour for a publisher without a spool), beside the
// channel's key.
//
// A stream's message is an entry with one field, `message`.
//
// Ownership:     refers to the client, which must outlive it. Owns the spool's folder: another
//                owner, here or in another process, is refused. In a child after fork() calls throw
//                PublishError (usage), and its end does nothing.
// Thread-safety: every member may run concurrently. Concurrent callers share round trips and syncs.
// Errors:        RedisError without a spool; PublishError when the spool can't take a message. Both
//                are counted, and go to PublisherOptions::log instead where that is set.
//                After RedisError the message may have been published unless retry_safe().
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/client/deadline.h>
#include <redisconf/config/export.h>
#include <redisconf/config/fork_generation.h>
#include <redisconf/config/resources.h>
#include <redisconf/publisher/message_log.h>
#include <redisconf/publisher/publish_error.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

class PublisherCore;

// What publish() promises of a message when it returns, the strongest first.
enum class Promise : std::uint8_t {
  in_redis,     // Redis has it, or its subscribers got it
  on_disk,      // synced: it survives a crash of the machine, and goes to Redis
  not_durable,  // the kernel has it: it survives this process alone, and goes to Redis (`fsync` is not
                // always)
  logged,       // only PublisherOptions::log has it
};

[[nodiscard]] REDISCONF_PUBLIC std::string_view name_of(Promise promise) noexcept;  // "on-disk"

inline constexpr std::size_t kLargestMessage = std::size_t{16} << 20U;

struct PublisherOptions {
  std::filesystem::path directory{};  // of the spool, instead of the channel's
  std::shared_ptr<MessageLog> log{};  // gets what neither Redis nor the spool took
};

// Since the publisher was made. What can pile up is as of now.
struct PublisherStats {
  std::uint64_t sent = 0;  // to Redis at once
  std::uint64_t spooled = 0;
  std::uint64_t replayed = 0;    // from the spool to Redis
  std::uint64_t duplicates = 0;  // of those, that Redis had already
  std::uint64_t dropped = 0;     // oldest ones, for room
  std::uint64_t refused = 0;     // publish() threw
  std::uint64_t logged = 0;
  std::uint64_t lost = 0;           // damaged in the spool while this publisher had it
  std::uint64_t damaged_bytes = 0;  // passed over in the spool
  std::uint64_t torn_bytes = 0;     // at the end of the spool when it was opened
  std::uint64_t failed_writes = 0;  // of the spool; each may have been several messages
  std::uint64_t failed_syncs = 0;   // with fsync: interval

  bool spooling = false;  // new messages go to the spool
  std::uint64_t spool_messages = 0;
  std::uint64_t spool_bytes = 0;
  std::chrono::milliseconds oldest_age{0};  // of what is in the spool, at most
  std::string last_error;                   // of a replay; empty since one got through
};

class Publisher {
 public:
  // Opens the spool, and begins to replay what it holds. Throws PublishError when it can't be had.
  Publisher(Client& client, const ChannelSettings& channel, PublisherOptions options = {});
  Publisher(Publisher&&) noexcept;
  Publisher& operator=(Publisher&&) noexcept;
  // What is in the spool stays there, for the next owner.
  ~Publisher();

  // The deadline is for room in a full spool, where the channel says `when_full: block`; without one,
  // `timeouts.command`. Redis is waited for at most `timeouts.command`, once an outage.
  Promise publish(std::string_view message);
  Promise publish(std::string_view message, Deadline deadline);

  // All of them, in that order and with no other between; one promise for all. When it throws, none
  // is in the spool.
  Promise publish(std::span<const std::string_view> messages);
  Promise publish(std::span<const std::string_view> messages, Deadline deadline);

  // Waits until Redis has all that was spooled. Whether it has.
  bool drain(Deadline deadline);

  [[nodiscard]] PublisherStats stats() const;

 private:
  [[nodiscard]] PublisherCore& core() const;  // throws PublishError (usage) in a child of fork()

  ProcessOwned<PublisherCore> core_;
};

}  // namespace redisconf
