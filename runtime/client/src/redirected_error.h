// An error reply on its way through the client: RedirectedError where it names another node.
//
// Thread-safety: may run concurrently.
#pragma once

#include "redirection.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/service_config.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace redisconf {

class RedirectedError : public RedisError {
 public:
  RedirectedError(Details details, Redirection redirection)
      : RedisError(std::move(details)), redirection_(std::move(redirection)) {}

  [[nodiscard]] const Redirection& redirection() const noexcept { return redirection_; }

 private:
  Redirection redirection_;
};

[[noreturn]] void throw_server_error(const ServiceConfig& config, const std::string& text,
                                     std::span<const std::string_view> arguments);

}  // namespace redisconf
