// Decides for each message where it goes, and keeps the order: straight to Redis while that answers
// and the spool is empty, else to the spool.
//
// Callers that come at once share a script call: one sends for all who wait, then hands on. A second
// batch never leaves before the first is answered, so sequences reach the server in their order.
//
// Thread-safety: every member may run concurrently.
#pragma once

#include "delivery.h"
#include "redisconf/publisher/publisher.h"
#include "replay.h"
#include "spool.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace redisconf {

class PublisherCore {
 public:
  PublisherCore(Client& client, const ChannelSettings& channel, PublisherOptions options);
  PublisherCore(const PublisherCore&) = delete;
  PublisherCore& operator=(const PublisherCore&) = delete;

  Promise publish(std::span<const std::string_view> messages, Deadline deadline);
  bool drain(Deadline deadline);
  [[nodiscard]] PublisherStats stats() const;
  [[nodiscard]] Deadline standard_deadline() const;

 private:
  struct Caller;
  using Lock = std::unique_lock<std::mutex>;

  void check(std::span<const std::string_view> messages) const;
  Promise keep(std::span<const std::string_view> messages, Deadline deadline);
  std::optional<Promise> keep_in_redis(Lock& lock, std::span<const std::string_view> messages);
  void send_round(Lock& lock);
  [[nodiscard]] std::vector<Caller*> take_callers();
  void hand_on();
  void start_spooling(const std::vector<Caller*>& callers, std::uint64_t first);

  [[nodiscard]] std::optional<Spool::Ticket> line_up(Lock& lock, std::span<const std::string_view> messages,
                                                     Deadline deadline);
  [[nodiscard]] bool make_room(Lock& lock, Deadline deadline);
  [[nodiscard]] PublishError is_full() const;
  Promise commit(const Spool::Ticket& ticket, std::size_t messages);
  bool log(std::span<const std::string_view> messages);
  void note_refused(std::size_t messages);
  void replay_moved();

  Client* client_;
  ChannelSettings channel_;
  PublisherOptions options_;
  std::unique_ptr<Spool> spool_;  // null: none
  std::uint64_t producer_ = 0;
  std::uint64_t epoch_ = 0;
  Delivery delivery_;

  mutable std::mutex mutex_;
  std::condition_variable moved_;
  std::deque<Caller*> callers_;
  bool sending_ = false;
  bool spooling_ = false;
  std::uint64_t next_ = 1;  // sequence
  PublisherStats stats_;

  std::unique_ptr<Replay> replay_;  // last: its thread uses the others
};

}  // namespace redisconf
