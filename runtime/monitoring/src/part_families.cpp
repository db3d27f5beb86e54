#include "part_families.h"

namespace redisconf {

MetricHistogram histogram_of(const DurationHistogram& histogram, MetricLabels labels) {
  return {.labels = std::move(labels),
          .bounds = {DurationHistogram::kBounds.begin(), DurationHistogram::kBounds.end()},
          .counts = {histogram.buckets.begin(), histogram.buckets.end()},
          .sum = histogram.sum_seconds};
}

MetricFamily PartFamilies::histogram(const char* name, const char* help,
                                     const DurationHistogram& histogram) const {
  return {.name = name,
          .type = MetricType::histogram,
          .help = help,
          .unit = "seconds",
          .histograms = {histogram_of(histogram, {label_})}};
}

}  // namespace redisconf
