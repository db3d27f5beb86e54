// Looking into families of figures.
#pragma once

#include "support/catch.h"

#include <redisconf/monitoring/metric_family.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace redisconf::test {

[[nodiscard]] inline const MetricFamily& family(const std::vector<MetricFamily>& families,
                                                std::string_view name) {
  const auto found = std::ranges::find(families, name, &MetricFamily::name);
  if (found == families.end()) throw std::runtime_error("no family " + std::string(name));
  return *found;
}

[[nodiscard]] inline double value(const MetricFamily& family, const MetricLabels& labels) {
  const auto found = std::ranges::find(family.samples, labels, &MetricSample::labels);
  if (found == family.samples.end()) throw std::runtime_error("no such sample of " + family.name);
  return found->value;
}

}  // namespace redisconf::test
