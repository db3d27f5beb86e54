// The stages of a dial as checks: what was reached, in what time, and why it went no further.
#pragma once

#include <redisconf/client/dial_trace.h>
#include <redisconf/client/errors.h>
#include <redisconf/config/service_config.h>

#include <chrono>

#include "report.h"

namespace redisconf::doctor {

// `error` is why the dial failed; nullptr when it did not. `now` is for the certificate's dates.
void add_dial_checks(Report& report, const ServiceConfig& config, const DialTrace& trace,
                     const RedisError* error, std::chrono::system_clock::time_point now);

}  // namespace redisconf::doctor
