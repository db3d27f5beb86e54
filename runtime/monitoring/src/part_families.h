// Families of a part of the service that its name tells apart: {cache="sessions"}.
#pragma once

#include "redisconf/client/metrics.h"
#include "redisconf/monitoring/health_report.h"
#include "redisconf/monitoring/metric_family.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

namespace redisconf {

// Makes the families of one part: `kind` is "cache", "queue", "channel".
class PartFamilies {
 public:
  PartFamilies(const char* kind, const std::string& name) : label_{kind, name} {}

  template <class Number>
  [[nodiscard]] MetricFamily one(const char* name, MetricType type, const char* help, Number value,
                                 const char* unit = "") const {
    return {.name = name,
            .type = type,
            .help = help,
            .unit = unit,
            .samples = {{{label_}, static_cast<double>(value)}}};
  }

  // A sample for each value of another label.
  [[nodiscard]] MetricFamily by(
      const char* label, const char* name, MetricType type, const char* help,
      std::initializer_list<std::pair<std::string_view, std::uint64_t>> values) const {
    MetricFamily family{.name = name, .type = type, .help = help};
    for (const auto& [value, count] : values) add(family, label, std::string(value), count);
    return family;
  }
  void add(MetricFamily& family, const char* label, std::string value, std::uint64_t count) const {
    family.samples.push_back({{label_, {label, std::move(value)}}, static_cast<double>(count)});
  }

  [[nodiscard]] MetricFamily histogram(const char* name, const char* help,
                                       const DurationHistogram& histogram) const;

 private:
  std::pair<std::string, std::string> label_;
};

[[nodiscard]] MetricHistogram histogram_of(const DurationHistogram& histogram, MetricLabels labels);

[[nodiscard]] inline HealthFigure figure(const char* name, std::uint64_t count) {
  return {name, static_cast<std::int64_t>(count)};
}

}  // namespace redisconf
