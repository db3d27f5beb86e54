// What a client tells about itself: changes of state, never single calls.
#pragma once

#include <redisconf/config/export.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// Of a circuit breaker: closed lets calls through, open refuses them, half-open refuses them while
// one PING finds out whether the server is back.
enum class CircuitState : std::uint8_t { closed, open, half_open };

[[nodiscard]] REDISCONF_PUBLIC std::string_view name_of(CircuitState state) noexcept;  // "half-open"

struct ConnectionEvent {
  std::string endpoint;  // "app:***@redis.example:6380/0"
  std::string cause;     // why the connection ended or was not made; empty when it was
};

struct CircuitEvent {
  std::string endpoint;
  CircuitState before = CircuitState::closed;
  CircuitState after = CircuitState::closed;
  std::uint64_t number = 0;  // of the change; two threads may report theirs out of order
};

struct RetryEvent {
  std::string endpoint;
  std::string command;  // "GET"; never a key or a value
  std::string cause;
  int retries = 0;  // that were made
};

struct FallbackEvent {
  std::string endpoint;
  std::string cause;
  int failed_attempts = 0;  // to connect; dialling goes on
};

struct GapEvent {
  std::string endpoint;
  std::chrono::milliseconds away{0};  // messages of this time are lost
};

// What a server shows, and what may cost data one day.
struct WarningEvent {
  std::string endpoint;
  std::string cause;
  std::string fix;
};

// Derive from it what your service wants to hear.
//
// Thread-safety: the functions run on whichever thread saw the change, several at once, and never
// under a lock of the client, so they may call it. A slow one delays that thread's Redis call.
// Errors: an exception that leaves one is dropped.
class REDISCONF_PUBLIC ClientListener {
 public:
  ClientListener() = default;
  ClientListener(const ClientListener&) = delete;
  ClientListener& operator=(const ClientListener&) = delete;
  virtual ~ClientListener();

  virtual void connected(const ConnectionEvent& event);
  virtual void disconnected(const ConnectionEvent& event);
  virtual void connecting_failed(const ConnectionEvent& event);
  virtual void circuit_changed(const CircuitEvent& event);
  virtual void retry_exhausted(const RetryEvent& event);      // the command's error is final
  virtual void fallback_started(const FallbackEvent& event);  // after `retry.max_attempts`
  virtual void fallback_ended(const ConnectionEvent& event);
  virtual void subscription_gap(const GapEvent& event);
  // Once for each server and cause; a listener that is added later hears of those before too. It is looked
  // for where a new server is dialled, never on behalf of a call that has a connection.
  virtual void warned(const WarningEvent& event);
};

}  // namespace redisconf
