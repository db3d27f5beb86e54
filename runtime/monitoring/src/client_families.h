// The figures of a client as families.
#pragma once

#include "redisconf/client/metrics.h"
#include "redisconf/monitoring/health.h"
#include "redisconf/monitoring/metric_family.h"

#include <string>
#include <vector>

namespace redisconf {

[[nodiscard]] std::vector<MetricFamily> client_families(const MetricsSnapshot& snapshot);

[[nodiscard]] std::vector<MetricFamily> health_families(const HealthState& state);

// Families of one name become one, at the place of the first.
void merge_families(std::vector<MetricFamily>& families);

}  // namespace redisconf
