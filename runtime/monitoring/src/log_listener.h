// The parts of make_log_listener(); see log_listener.h.
#pragma once

#include "occurrence.h"
#include "redisconf/config/service_config.h"

#include <functional>
#include <string_view>

namespace redisconf {

// Writes each occurrence as a line.
[[nodiscard]] OccurrenceSink log_sink(const ServiceConfig& config,
                                      std::function<void(std::string_view)> write);

}  // namespace redisconf
