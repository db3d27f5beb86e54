// A service's door to Redis: a few connections, used by any number of threads at once. Their commands
// are pipelined by themselves: who waits sends and reads for the others, so there is no thread in
// the background, and many callers cost fewer system calls than one each.
//
// Ownership:     owns its connections; keeps the configuration alive.
// Thread-safety: every member may run concurrently. After fork() a child may go on to use it: it
//                dials anew and never touches the parent's connections.
// Errors:        RedisError by the deadline of the call (`timeouts.command`), whatever the
//                network does. A command that did not leave, or may run twice, is tried again, at
//                most `retry.max_retries` times. After a failed dial, calls fail at once
//                (`unavailable`) until a thread in the background has got through: pauses from
//                `retry.initial_backoff` doubling to `retry.max_backoff`, with full jitter. The
//                circuit breaker refuses calls (`unavailable`) to a server that does not answer.
#pragma once

#include <redisconf/client/dedicated.h>
#include <redisconf/client/events.h>
#include <redisconf/client/future.h>
#include <redisconf/client/metrics.h>
#include <redisconf/client/pipeline.h>
#include <redisconf/client/reply.h>
#include <redisconf/client/script.h>
#include <redisconf/client/subscriber.h>
#include <redisconf/config/export.h>
#include <redisconf/config/service_config.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// What a health check saw.
struct Ping {
  bool connected = false;
  std::chrono::microseconds latency{0};
  std::string tls_version;  // empty without TLS
  std::string cause;        // the error's message when not connected
  std::string category;     // "connect", "auth", ...; empty when connected
};

// Numbers of one moment, of the connections that callers share.
struct PoolStats {
  int limit = 0;
  int open = 0;
  int idle = 0;
};

class Client {
 public:
  // Dials nothing; the first call does.
  explicit Client(const ServiceConfig& config);
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  // Commands that block (BLPOP, WAIT, XREAD with BLOCK, ...) take a connection of their own from a
  // pool. Those that change their connection (SELECT, MULTI, SUBSCRIBE, ...) are refused (`usage`):
  // they belong on a dedicated() one.
  [[nodiscard]] Reply command(std::initializer_list<std::string_view> arguments);
  [[nodiscard]] Reply command(std::span<const std::string_view> arguments);

  // Does not wait for the reply. Commands that are submitted while a reply is outstanding are
  // collected, and go out with the next get() or call of the same thread, or 16 KiB of them.
  [[nodiscard]] Future submit(std::initializer_list<std::string_view> arguments);
  [[nodiscard]] Future submit(std::span<const std::string_view> arguments);

  [[nodiscard]] Pipeline pipeline();

  // Waits for a connection, at most `timeouts.command`, while `pool.connections` of them are lent.
  [[nodiscard]] DedicatedConnection dedicated();

  // Runs a script, loading it where the server does not have it; KEYS and ARGV of the script.
  [[nodiscard]] Reply eval(const Script& script, std::initializer_list<std::string_view> keys,
                           std::initializer_list<std::string_view> arguments = {});
  [[nodiscard]] Reply eval(const Script& script, std::span<const std::string_view> keys,
                           std::span<const std::string_view> arguments);

  // With a connection of its own, beside those of the pool.
  [[nodiscard]] Subscriber subscriber();
  // How many subscribers got it, on the server that it was sent to.
  long long publish(std::string_view channel, std::string_view payload);

  [[nodiscard]] std::optional<std::string> get(std::string_view key);
  void set(std::string_view key, std::string_view value);
  void set(std::string_view key, std::string_view value, std::chrono::milliseconds time_to_live);
  bool del(std::string_view key);  // whether it was there
  [[nodiscard]] bool exists(std::string_view key);
  long long increment(std::string_view key);
  bool expire(std::string_view key, std::chrono::milliseconds time_to_live);  // whether it was there

  // Never throws for an unreachable server and takes at most `timeouts.health`; a dial that is
  // not yet due is not tried, the last cause is told instead.
  [[nodiscard]] Ping ping() noexcept;

  [[nodiscard]] PoolStats pool_stats() const;
  [[nodiscard]] MetricsSnapshot metrics() const;

  // Hears of changes from now on, as long as the client lives.
  void add_listener(std::shared_ptr<ClientListener> listener);

  // Tells listeners `warned`, once for each cause, as the client does itself: for what is built on it and
  // sees something of the server that may cost data one day.
  void warn(std::string cause, std::string fix);

  // Takes over what ConfigWatcher says may change in a running process: whoever dials from now on
  // signs in and verifies by it, and calls take its timeouts. Connections that are open stay.
  void reconfigure(const ServiceConfig& config);

  // While servers refuse connections, pauses between dials are at most so long from here on, and at least
  // three quarters of it; 1.24 s without. For the few programs that have to be at work again at once, such as
  // a queue's workers: thousands of clients would all come back in the same moment.
  void hurry_back(std::chrono::milliseconds longest_pause) noexcept;

  [[nodiscard]] const ServiceConfig& config() const noexcept;

 private:
  friend Client connect(const ServiceConfig& config);

  std::shared_ptr<ClientCore> core_;
};

// A client that is proven to work: opens one connection within `timeouts.startup`. Strict
// environments throw RedisError when that fails; others return the client all the same, and it
// dials again when called.
[[nodiscard]] REDISCONF_PUBLIC Client connect(const ServiceConfig& config);

}  // namespace redisconf
