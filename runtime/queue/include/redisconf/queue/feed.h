// Jobs from a source that can be read again from a position (a file, a log), each put in once: the
// position is kept in Redis, with the queue, and moves in the script that puts the jobs in. So a lost
// reply, a killed program or a server that comes back without its last writes neither loses nor doubles
// one: who goes on asks for the position first.
//
//   redisconf::queue::Feed feed(client, config.reports_queue(), "orders");
//   redisconf::queue::FeedPosition last = feed.position();
//   feed.put(last.at, "line 500", jobs);  // "line 500" is what the next one begins at
//
// Ownership:     keeps a reference to the client, which must live longer.
// Thread-safety: every member may run concurrently; of two that put in from one position one is told
//                `elsewhere`.
// Errors:        RedisError; after any, put() may be called again as it was. std::invalid_argument for
//                a priority that the queue does not have, and for positions that are empty or the same.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/config/resources.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace redisconf {
namespace queue REDISCONF_PUBLIC {

class QueueKeys;

struct FeedJob {
  // Nothing, a time from now on, or a moment of the server's clock.
  using When = std::variant<std::monostate, std::chrono::milliseconds,
                            std::chrono::sys_time<std::chrono::milliseconds>>;

  std::string_view payload;
  int priority = 0;
  When start{};                   // not before
  When end{};                     // dropped when not started by then; a time counts from the start on
  std::string_view unique_key{};  // as EnqueueOptions::unique_key
};

struct FeedCounts {
  std::uint64_t made = 0;     // jobs
  std::uint64_t joined = 0;   // a job with their unique key was there
  std::uint64_t expired = 0;  // their end had passed
};

struct FeedPosition {
  std::string at;  // empty: nothing was put in yet, or forget() was called
  FeedCounts so_far;
};

enum class FeedResult : std::uint8_t {
  put,
  before,     // the position is `to` already: the same call was in force before
  elsewhere,  // it is neither `from` nor `to`; nothing was done
};

struct FeedStep {
  FeedResult result = FeedResult::put;
  FeedCounts counts;  // of `put`
};

class Feed {
 public:
  // The name tells sources of one queue apart.
  Feed(Client& client, QueueSettings settings, std::string name);
  Feed(Feed&&) noexcept;
  ~Feed();

  [[nodiscard]] FeedPosition position();

  // In one script: a few hundred jobs at a time. `from` is empty at the start.
  FeedStep put(std::string_view from, std::string_view to, std::span<const FeedJob> jobs);

  // What put() would count, without a change. Jobs of the span don't see each other.
  [[nodiscard]] FeedCounts look(std::span<const FeedJob> jobs);

  // The source is at its end: Redis need not know it any longer.
  void forget();

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  [[nodiscard]] FeedStep run(std::string_view from, std::string_view to, std::span<const FeedJob> jobs);

  Client& client_;
  std::unique_ptr<const QueueKeys> keys_;
  std::string name_;
};

}  // namespace redisconf
}  // namespace redisconf
