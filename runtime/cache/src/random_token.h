// A name that no other process or call chose: 128 random bits as 32 hex digits.
// Thread-safety: may run concurrently. Errors: std::exception when the system has no random numbers.
#pragma once

#include <string>

namespace redisconf::cache {

[[nodiscard]] std::string random_token();

}  // namespace redisconf::cache
