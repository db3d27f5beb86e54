// What the rows of the catalogue are written with.
#pragma once

#include "redisconf/config/catalogue.h"

#include <cstdint>

namespace redisconf::table {

using enum SettingType;

inline constexpr std::int64_t kSecond = 1000;
inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;

}  // namespace redisconf::table
