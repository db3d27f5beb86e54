// Who may ask the debug endpoints; see debug.h.
#pragma once

#include "redisconf/config/settings.h"
#include "redisconf/monitoring/http_request.h"

#include <cstdint>
#include <string_view>

namespace redisconf {

enum class DebugVerdict : std::uint8_t { allowed, hidden, token_wanted };

[[nodiscard]] DebugVerdict judge_debug(const MonitoringSettings& settings, bool strict,
                                       const HttpRequest& request);

// In a time that depends on the length of what was sent alone.
[[nodiscard]] bool same_token(std::string_view sent, std::string_view token) noexcept;

}  // namespace redisconf
