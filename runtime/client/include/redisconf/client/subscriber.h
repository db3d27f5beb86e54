// Publish/subscribe (redis.io/docs/interact/pubsub), pulled: the caller asks for the next message.
//
//   redisconf::Subscriber subscriber = client.subscriber();
//   subscriber.subscribe({"news"});
//   while (running) {
//     const auto event = subscriber.next(Deadline::after(1s));
//     if (!event) continue;  // nothing came
//     if (const auto* message = std::get_if<Subscriber::Message>(&*event)) ...
//   }
//
// A connection that ends is made again, with the pauses of `retry.initial_backoff` to `max_backoff`,
// and all is subscribed again. Redis keeps no messages meanwhile: what was lost shows as a Gap, at
// its place among the messages. Before a message is asked for, none is read: a slow reader is held
// back by the server, which may cut it (client-output-buffer-limit pubsub).
//
// Ownership:     has a connection of its own; keeps what it needs of its Client alive.
// Thread-safety: none: one reader. After fork() a child that goes on to use it dials anew.
// Errors:        RedisError by the deadline of the call. After `usage`, and after an error reply of
//                the server (NOPERM), it is as it was before; after any other error the next call
//                connects again.
#pragma once

#include <redisconf/client/deadline.h>
#include <redisconf/client/events.h>
#include <redisconf/config/export.h>
#include <redisconf/config/service_config.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace redisconf REDISCONF_PUBLIC {

class ClientCore;

class Subscriber {
 public:
  struct Message {
    std::string channel;
    std::string pattern;  // that it came by; empty when the channel itself is subscribed
    std::string payload;
  };

  // Messages may be lost here: the connection had ended, and is there again.
  struct Gap {
    std::chrono::milliseconds away{0};  // from its last sign of life until all was subscribed again
  };

  using Event = std::variant<Message, Gap>;

  // Dials nothing; the first subscribe() does.
  explicit Subscriber(const ServiceConfig& config);
  Subscriber(Subscriber&&) noexcept;
  Subscriber& operator=(Subscriber&&) noexcept;
  ~Subscriber();

  // Return when the server has confirmed all; names that are subscribed already are no fault. When
  // they throw, none of the new names is subscribed. Without a deadline: `timeouts.startup`.
  void subscribe(std::initializer_list<std::string_view> channels);
  void subscribe(std::span<const std::string_view> channels, Deadline deadline);
  void psubscribe(std::initializer_list<std::string_view> patterns);
  void psubscribe(std::span<const std::string_view> patterns, Deadline deadline);

  // Messages that came before are still given. Never throw for a connection that has ended: nothing
  // is subscribed there.
  void unsubscribe(std::initializer_list<std::string_view> channels);
  void unsubscribe(std::span<const std::string_view> channels, Deadline deadline);
  void punsubscribe(std::initializer_list<std::string_view> patterns);
  void punsubscribe(std::span<const std::string_view> patterns, Deadline deadline);

  // The next message or gap; nothing when none came by the deadline. What is there already is given
  // at once, also after the deadline. Throws the last cause when the connection could not be made
  // again by then, and at once when the server refuses who we are; `usage` with nothing subscribed.
  // A quiet server is asked for a sign of life: PING after `timeouts.health` of silence, and an
  // answer within the same time, or the connection is made again. Connecting needs time: leave it
  // hundreds of milliseconds.
  [[nodiscard]] std::optional<Event> next(Deadline deadline);

  // Hears of this subscriber alone; listeners of its Client do too.
  void add_listener(std::shared_ptr<ClientListener> listener);

 private:
  friend class Client;
  class Impl;
  explicit Subscriber(const std::shared_ptr<ClientCore>& core);

  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
