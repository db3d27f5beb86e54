// Figures as Prometheus takes them: families of samples with labels.
//
// Labels never hold a key, a value or a query text: each set of labels is a series of its own for ever.
// Thread-safety: plain values.
#pragma once

#include <redisconf/config/export.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

enum class MetricType : std::uint8_t { counter, gauge, histogram, info };

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

struct MetricSample {
  MetricLabels labels{};
  double value = 0;  // of an info: 1
};

struct MetricHistogram {
  MetricLabels labels{};
  std::vector<double> bounds{};         // upper, inclusive, ascending
  std::vector<std::uint64_t> counts{};  // of each bucket alone; one more than bounds
  double sum = 0;
};

struct MetricFamily {
  std::string name;  // without the _total of a counter and the _info of an info
  MetricType type = MetricType::gauge;
  std::string help{};
  std::string unit{};                         // "seconds", "bytes": the name ends in it; may be empty
  std::vector<MetricSample> samples{};        // of counters, gauges and infos
  std::vector<MetricHistogram> histograms{};  // of histograms
};

}  // namespace redisconf
