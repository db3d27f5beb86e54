// Figures as CloudWatch takes them from a log: lines of the Embedded Metric Format.
//
// Source:
// docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html:
// at most 100 metrics in a directive, 30 dimensions in a set; and 256 KB, the longest event of a log.
#pragma once

#include "redisconf/monitoring/metric_family.h"

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace redisconf {

class EmfWriter {
 public:
  static constexpr std::size_t kMostMetrics = 100;
  static constexpr std::size_t kMostDimensions = 30;

  // `dimensions` are those of every line: service and environment.
  EmfWriter(std::string name_space, MetricLabels dimensions);

  // A line for each set of labels. Gauges as they are; counters by what they grew since the last call,
  // since CloudWatch adds up; of histograms that grew, the count and the sum of the growth, and an
  // estimate of its 99th percentile (the upper bound of its bucket).
  [[nodiscard]] std::vector<std::string> lines(std::span<const MetricFamily> families,
                                               std::chrono::system_clock::time_point time);

 private:
  struct Metric {
    std::string name;
    std::string unit;
    double value = 0;
  };
  using Sets = std::map<MetricLabels, std::vector<Metric>>;

  void add(const MetricFamily& family, Sets& sets);
  void add_histogram(const MetricFamily& family, const MetricHistogram& histogram, Sets& sets);
  [[nodiscard]] double growth(const std::string& series, double total);
  [[nodiscard]] std::string line(const MetricLabels& labels, std::span<const Metric> metrics,
                                 std::chrono::system_clock::time_point time) const;

  std::string namespace_;
  MetricLabels dimensions_;
  std::map<std::string, double> totals_;  // of the last call, by series
};

}  // namespace redisconf
