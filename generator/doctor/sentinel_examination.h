// The Sentinels of a configuration one by one, what they are together, the master that they name, and its
// replicas.
#pragma once

#include <redisconf/config/service_config.h>

#include "report.h"
#include "server_checks.h"

namespace redisconf::doctor {

// Failed is what keeps the service from its master; a Sentinel or a replica that is away is a warning.
void examine_sentinels(Report& report, const ServiceConfig& config, const Purpose& purpose);

}  // namespace redisconf::doctor
