#include "emf.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace redisconf {
namespace {

using Json = nlohmann::ordered_json;

std::string series_of(const std::string& name, const MetricLabels& labels) {
  std::string series = name;
  for (const auto& [label, value] : labels) series.append("\n").append(label).append("=").append(value);
  return series;
}

std::string unit_of(const MetricFamily& family) {
  if (family.unit == "seconds") return "Seconds";
  if (family.unit == "bytes") return "Bytes";
  return "Count";
}

double percentile_99(const MetricHistogram& histogram, const std::vector<double>& growths, double count) {
  constexpr double kShare = 0.99;
  double below = 0;
  for (std::size_t bucket = 0; bucket < histogram.bounds.size(); ++bucket) {
    below += growths[bucket];
    if (below >= kShare * count) return histogram.bounds[bucket];
  }
  return histogram.bounds.empty() ? 0 : histogram.bounds.back();
}

}  // namespace

EmfWriter::EmfWriter(std::string name_space, MetricLabels dimensions)
    : namespace_(std::move(name_space)), dimensions_(std::move(dimensions)) {}

std::vector<std::string> EmfWriter::lines(std::span<const MetricFamily> families,
                                          std::chrono::system_clock::time_point time) {
  Sets sets;
  for (const MetricFamily& family : families) add(family, sets);
  std::vector<std::string> lines;
  for (const auto& [labels, metrics] : sets) {
    for (std::size_t begin = 0; begin < metrics.size(); begin += kMostMetrics) {
      const std::size_t count = std::min(kMostMetrics, metrics.size() - begin);
      lines.push_back(line(labels, std::span(metrics).subspan(begin, count), time));
    }
  }
  return lines;
}

void EmfWriter::add(const MetricFamily& family, Sets& sets) {
  if (family.type == MetricType::info) return;
  const bool counts = family.type == MetricType::counter;
  for (const MetricSample& sample : family.samples) {
    const double value = counts ? growth(series_of(family.name, sample.labels), sample.value) : sample.value;
    sets[sample.labels].push_back({family.name, unit_of(family), value});
  }
  for (const MetricHistogram& histogram : family.histograms) add_histogram(family, histogram, sets);
}

void EmfWriter::add_histogram(const MetricFamily& family, const MetricHistogram& histogram, Sets& sets) {
  const std::string series = series_of(family.name, histogram.labels);
  std::vector<double> growths;
  double count = 0;
  for (std::size_t bucket = 0; bucket < histogram.counts.size(); ++bucket) {
    growths.push_back(
        growth(series + "\n" + std::to_string(bucket), static_cast<double>(histogram.counts[bucket])));
    count += growths.back();
  }
  const double sum = growth(series + "\nsum", histogram.sum);
  if (count == 0) return;
  std::vector<Metric>& metrics = sets[histogram.labels];
  metrics.push_back({family.name + "_count", "Count", count});
  metrics.push_back({family.name + "_sum", unit_of(family), sum});
  metrics.push_back({family.name + "_p99", unit_of(family), percentile_99(histogram, growths, count)});
}

// A total that shrank began anew.
double EmfWriter::growth(const std::string& series, double total) {
  double& last = totals_[series];
  const double grown = total >= last ? total - last : total;
  last = total;
  return grown;
}

std::string EmfWriter::line(const MetricLabels& labels, std::span<const Metric> metrics,
                            std::chrono::system_clock::time_point time) const {
  MetricLabels dimensions = dimensions_;
  dimensions.insert(dimensions.end(), labels.begin(), labels.end());
  if (dimensions.size() > kMostDimensions) dimensions.resize(kMostDimensions);
  Json names = Json::array();
  Json definitions = Json::array();
  Json values = Json::object();
  for (const auto& [name, value] : dimensions) {
    names.push_back(name);
    values[name] = value;
  }
  for (const Metric& metric : metrics) {
    definitions.push_back({{"Name", metric.name}, {"Unit", metric.unit}});
    values[metric.name] = metric.value;
  }
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  Json directive{{"Namespace", namespace_},
                 {"Dimensions", Json::array({std::move(names)})},
                 {"Metrics", std::move(definitions)}};
  Json body{
      {"_aws", {{"Timestamp", milliseconds}, {"CloudWatchMetrics", Json::array({std::move(directive)})}}}};
  body.update(values);
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace redisconf
