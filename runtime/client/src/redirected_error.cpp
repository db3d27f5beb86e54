#include "redirected_error.h"

#include "command_error.h"

namespace redisconf {

void throw_server_error(const ServiceConfig& config, const std::string& text,
                        std::span<const std::string_view> arguments) {
  const RedisError error = server_error(config, text, arguments);
  if (const auto redirection = parse_redirection(text)) throw RedirectedError(error.details(), *redirection);
  throw RedisError(error);
}

}  // namespace redisconf
