// A connection for one caller alone: transactions (WATCH, MULTI), subscriptions, SELECT, commands
// that block for long. Goes back to the client's pool when it is as it was lent, else it is closed.
//
// Ownership:     keeps what it needs of its Client alive.
// Thread-safety: none.
// Errors:        RedisError, as those of Connection.
#pragma once

#include <redisconf/client/deadline.h>
#include <redisconf/client/reply.h>
#include <redisconf/config/export.h>

#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

class ClientCore;

class DedicatedConnection {
 public:
  DedicatedConnection(DedicatedConnection&&) noexcept;
  DedicatedConnection& operator=(DedicatedConnection&&) noexcept;
  ~DedicatedConnection();

  // Without a deadline: at most `timeouts.command`.
  [[nodiscard]] Reply command(std::initializer_list<std::string_view> arguments);
  [[nodiscard]] Reply command(std::span<const std::string_view> arguments, Deadline deadline);

  // False once a call has failed in a way that closed the connection.
  [[nodiscard]] bool usable() const noexcept;

 private:
  friend class Client;
  class Impl;
  DedicatedConnection(std::shared_ptr<ClientCore> core, Deadline deadline);

  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
