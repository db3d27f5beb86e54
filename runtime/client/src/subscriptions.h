// What one subscriber has asked its server for, and what came: commands out, answers and messages
// in. It never waits, and knows no socket and no clock.
//
// With RESP2 the two come mixed: answers in the order of the commands, messages anywhere between
// (redis.io/docs/interact/pubsub). Each answer must fit the command at its place, and each message
// a subscription: anything else is a Fault, and the connection of no more use.
//
// Thread-safety: none. Errors: Fault (protocol, closed).
#pragma once

#include "byte_buffer.h"
#include "redisconf/client/subscriber.h"
#include "resp.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

enum class SubscriptionKind : std::uint8_t { channel, pattern };

class Subscriptions {
 public:
  using Names = std::vector<std::string>;

  // Of messages that came while a command waited for its answer.
  static constexpr std::size_t kMostWaitingBytes = std::size_t{64} * 1024 * 1024;

  [[nodiscard]] bool empty() const noexcept { return channels_.empty() && patterns_.empty(); }
  [[nodiscard]] Names all(SubscriptionKind kind) const;
  // Of these names, each once: those that are not subscribed, and those that are.
  [[nodiscard]] Names missing(SubscriptionKind kind, std::span<const std::string_view> names) const;
  [[nodiscard]] Names present(SubscriptionKind kind, std::span<const std::string_view> names) const;

  // The command, appended; its answer is awaited from here on. At least one name.
  void subscribe(SubscriptionKind kind, Names names, ByteBuffer& command);
  void unsubscribe(SubscriptionKind kind, Names names, ByteBuffer& command);
  void ping(ByteBuffer& command);

  // The names alone, without a word to the server.
  void forget(SubscriptionKind kind, const Names& names);

  void take(ReplyReader::Answer answer);

  // No subscription waits for its answer; a PING may.
  [[nodiscard]] bool settled() const noexcept { return unsettled_ == 0; }
  // Why the last command was refused; once.
  [[nodiscard]] std::optional<ErrorReply> take_refusal() noexcept;

  // The connection is over: answers are awaited no more. Names and messages stay.
  void connection_ended() noexcept;

  // Around subscribing again: a gap stands before the messages that come meanwhile, and counts when
  // all is subscribed; else it goes, with those messages.
  void begin_gap();
  void end_gap(std::chrono::milliseconds away);
  void abandon_gap() noexcept;

  [[nodiscard]] std::optional<Subscriber::Event> take_event();

 private:
  enum class Verb : std::uint8_t { subscribe, psubscribe, unsubscribe, punsubscribe, ping };
  using NameSet = std::set<std::string, std::less<>>;

  struct Awaited {
    Verb verb;
    Names names;
    std::size_t confirmed = 0;
  };

  [[nodiscard]] NameSet& set_of(SubscriptionKind kind) noexcept;
  [[nodiscard]] const NameSet& set_of(SubscriptionKind kind) const noexcept;
  [[nodiscard]] Names pick(SubscriptionKind kind, std::span<const std::string_view> names,
                           bool subscribed) const;
  void ask(Verb verb, Names names, ByteBuffer& command);
  void refused(ErrorReply error);
  void pushed(std::vector<Reply> parts);
  void confirmed(const std::vector<Reply>& parts);
  void came(Subscriber::Message message, SubscriptionKind by);
  void ponged();
  void answered() noexcept;

  NameSet channels_;
  NameSet patterns_;
  std::deque<Awaited> awaited_;
  std::size_t unsettled_ = 0;  // of those awaited, without PINGs
  std::optional<ErrorReply> refusal_;
  std::deque<Subscriber::Event> events_;
  std::size_t waiting_bytes_ = 0;   // of their payloads
  std::optional<std::size_t> gap_;  // its place among them, while it does not count yet
};

}  // namespace redisconf
