// EVALSHA and, where the server does not know the script, EVAL.
//
// Thread-safety: may run concurrently. Errors: RedisError.
#pragma once

#include "redisconf/client/deadline.h"
#include "redisconf/client/reply.h"
#include "redisconf/client/script.h"

#include <span>
#include <string_view>

namespace redisconf {

class ClientCore;

[[nodiscard]] Reply eval(ClientCore& core, const Script& script, std::span<const std::string_view> keys,
                         std::span<const std::string_view> arguments, Deadline deadline);

}  // namespace redisconf
