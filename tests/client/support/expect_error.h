// What every fault has in common: a typed error in time, without a secret.
#pragma once

#include "support/catch.h"

#include <redisconf/client/deadline.h>
#include <redisconf/client/errors.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace redisconf::test {

// Given as the password wherever a fault test needs one.
inline constexpr const char* kSecret = "correct-horse-battery-staple";

// For the machine, not for the code: tests run beside each other.
inline constexpr std::chrono::milliseconds kMargin{2000};

// Runs `call`, which must throw RedisError not later than `limit` from now, and returns that.
template <class Call>
RedisError expect_error(std::chrono::milliseconds limit, const Call& call) {
  const auto start = Deadline::Clock::now();
  try {
    static_cast<void>(call());
  } catch (const RedisError& error) {
    CHECK(Deadline::Clock::now() - start < limit + kMargin);
    CHECK_THAT(error.what(), !contains(kSecret));
    CHECK_FALSE(error.details().cause.empty());
    CHECK_THAT(error.what(), contains(std::string(name_of(error.stage()))));
    return error;
  }
  FAIL("no error");
  throw std::logic_error("FAIL returns");
}

}  // namespace redisconf::test
