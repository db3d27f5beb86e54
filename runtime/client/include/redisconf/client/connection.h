// One connection: dialled, verified, signed in, and then used by one thread at a time.
//
// A connection that failed in any way but an error reply is closed for good, so that a late
// reply can never reach another request.
//
// Ownership:     owns its socket; keeps the configuration alive.
// Thread-safety: none; a Client hands each connection to one caller at a time.
// Errors:        RedisError.
#pragma once

#include <redisconf/client/deadline.h>
#include <redisconf/client/dial_trace.h>
#include <redisconf/client/reply.h>
#include <redisconf/config/export.h>
#include <redisconf/config/service_config.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

struct ConnectionAccess;

class Connection {
 public:
  // Resolves, connects, shakes hands, signs in (AUTH), selects the database and pings, all
  // before the deadline; each stage also within its own timeout of the configuration.
  [[nodiscard]] static Connection open(const ServiceConfig& config, Deadline deadline);
  // Notes in `trace` what it did, also when it throws.
  [[nodiscard]] static Connection open(const ServiceConfig& config, Deadline deadline, DialTrace& trace);

  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // Sends one command and waits for its reply. Throws RedisError: `server` and `auth` leave the
  // connection usable, all others close it.
  [[nodiscard]] Reply command(std::span<const std::string_view> arguments, Deadline deadline);

  // False once a call has failed in a way that closed the connection.
  [[nodiscard]] bool usable() const noexcept;

  // "TLSv1.3" and the like; empty without TLS.
  [[nodiscard]] std::string tls_version() const;

 private:
  friend struct ConnectionAccess;
  class Impl;
  explicit Connection(std::unique_ptr<Impl> impl) noexcept;

  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
