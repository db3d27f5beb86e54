// Text of others, without the secrets of a configuration in it.
#pragma once

#include "redisconf/config/service_config.h"

#include <string>
#include <string_view>

namespace redisconf {

[[nodiscard]] std::string masked_text(const ServiceConfig& config, std::string_view text);

}  // namespace redisconf
