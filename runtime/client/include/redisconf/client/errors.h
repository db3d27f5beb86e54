// What goes wrong between a process and Redis.
//
// Messages name the endpoint (password masked), the stage, the cause and the fix. Text that
// comes from the server is escaped and cut. No message holds a secret, a key or a value.
#pragma once

#include <redisconf/config/errors.h>
#include <redisconf/config/export.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

enum class ErrorCategory : std::uint8_t {
  resolve,      // the name has no address, or no name server answered
  connect,      // refused, unreachable, reset while connecting
  tls,          // handshake or certificate
  auth,         // NOAUTH, WRONGPASS, NOPERM
  timeout,      // the deadline passed; whether a command ran is unknown
  closed,       // the connection ended; whether a command ran is unknown
  protocol,     // the peer does not speak RESP, or broke it
  server,       // an error reply: WRONGTYPE, OOM, READONLY, ...
  unavailable,  // not tried: waiting for the next attempt to connect
  usage,        // the call itself is wrong
};

// Whether the server was not reached, or did not answer in time: it may in a moment, or another one does.
// Not so tls, auth and protocol, where somebody has to mend something first. Of `server`, some codes say
// the same of a server that answers ("LOADING"); which of them, depends on who asks.
[[nodiscard]] constexpr bool is_unreachable(ErrorCategory category) noexcept {
  switch (category) {
    case ErrorCategory::resolve:
    case ErrorCategory::connect:
    case ErrorCategory::timeout:
    case ErrorCategory::closed:
    case ErrorCategory::unavailable:
      return true;
    case ErrorCategory::tls:
    case ErrorCategory::auth:
    case ErrorCategory::protocol:
    case ErrorCategory::server:
    case ErrorCategory::usage:
      break;
  }
  return false;
}

enum class Stage : std::uint8_t { resolve, connect, tls, auth, select, ping, command };

[[nodiscard]] REDISCONF_PUBLIC std::string_view name_of(ErrorCategory category) noexcept;
[[nodiscard]] REDISCONF_PUBLIC std::string_view name_of(Stage stage) noexcept;

class RedisError : public Error {
 public:
  struct Details {
    ErrorCategory category = ErrorCategory::closed;
    Stage stage = Stage::command;
    bool retry_safe = false;  // the command was certainly not run
    std::string code;         // the server's error prefix ("WRONGPASS"), else empty
    std::string endpoint;     // "app:***@redis.example:6380/0"
    std::string cause;        // "connection refused"
    std::string fix;          // what to do; may be empty
  };

  explicit RedisError(Details details);

  [[nodiscard]] ErrorCategory category() const noexcept { return details_.category; }
  [[nodiscard]] Stage stage() const noexcept { return details_.stage; }
  [[nodiscard]] bool retry_safe() const noexcept { return details_.retry_safe; }
  [[nodiscard]] const std::string& code() const noexcept { return details_.code; }
  [[nodiscard]] const Details& details() const noexcept { return details_; }

 private:
  Details details_;
};

}  // namespace redisconf
