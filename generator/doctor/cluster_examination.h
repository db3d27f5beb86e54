// The seed of a cluster, the cluster as a whole, and each of its nodes.
#pragma once

#include <redisconf/config/service_config.h>

#include "report.h"
#include "server_checks.h"

namespace redisconf::doctor {

// Failed is what keeps the service from some of its keys; a replica that is away is a warning.
void examine_cluster(Report& report, const ServiceConfig& config, const Purpose& purpose);

}  // namespace redisconf::doctor
