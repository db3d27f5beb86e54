// A name that no other process or call chose: 128 random bits as 32 hex digits.
// Thread-safety: may run concurrently. Errors: std::exception when the system has no random numbers.
#pragma once

#include <redisconf/config/export.h>

#include <string>

namespace redisconf {

[[nodiscard]] REDISCONF_PUBLIC std::string random_token();

}  // namespace redisconf
