// From what went wrong with a command to the error that its caller gets.
//
// Thread-safety: may run concurrently. Errors: none.
#pragma once

#include "fault.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/service_config.h"

#include <span>
#include <string>
#include <string_view>

namespace redisconf {

// An error reply. The server may repeat what it was sent: arguments and password are masked.
[[nodiscard]] RedisError server_error(const ServiceConfig& config, const std::string& text,
                                      std::span<const std::string_view> arguments);

// `sent`: whether any byte of the command was given to the kernel.
[[nodiscard]] RedisError transport_error(const ServiceConfig& config, const Fault& fault, bool sent);

[[nodiscard]] RedisError timeout_error(const ServiceConfig& config, bool sent);
[[nodiscard]] RedisError empty_command(const ServiceConfig& config);
[[nodiscard]] RedisError too_many_in_flight(const ServiceConfig& config);
[[nodiscard]] RedisError usage_error(const ServiceConfig& config, std::string cause, std::string fix = {});

}  // namespace redisconf
