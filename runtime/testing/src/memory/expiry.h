// Times to live, as SET, GETEX and EXPIRE take them.
//
// Thread-safety: pure. Errors: CommandError.
#pragma once

#include "memory/command.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf::testing::memory {

struct TimeUnit {
  bool seconds = false;
  bool absolute = false;  // Unix time, else from now on
};

// EX, PX, EXAT or PXAT, whatever the case.
[[nodiscard]] std::optional<TimeUnit> time_unit(std::string_view option) noexcept;

// Unix time in milliseconds of a time that must lie after 0, as SET wants it.
[[nodiscard]] std::int64_t require_expiry(const Call& call, const std::string& text, TimeUnit unit);

[[noreturn]] void throw_bad_expiry(const Call& call);

}  // namespace redisconf::testing::memory
