#include "exposition.h"

#include <array>
#include <charconv>
#include <cmath>

namespace redisconf {
namespace {

constexpr std::string_view kOpenMetrics = "application/openmetrics-text";
constexpr std::string_view kText = "text/plain";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// RFC 9110, 12.4.2: from 0 to 1, and 1 when it is not there.
double weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto end = std::min(parameters.find(';'), parameters.size());
    const std::string_view parameter = trimmed(parameters.substr(0, end));
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
    if (!parameter.starts_with("q=")) continue;
    double weight = 0;
    std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight);
    return weight;
  }
  return 1;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

class Writer {
 public:
  explicit Writer(ExpositionFormat format) : openmetrics_(format == ExpositionFormat::openmetrics) {}

  void add(const MetricFamily& family) {
    describe(family);
    const std::string name = family.name + suffix(family.type);
    for (const MetricSample& sample : family.samples) {
      text_ += name;
      labels(sample.labels);
      end_line(number(sample.value));
    }
    for (const MetricHistogram& histogram : family.histograms) add(family.name, histogram);
  }

  [[nodiscard]] std::string text() && {
    if (openmetrics_) text_ += "# EOF\n";
    return std::move(text_);
  }

 private:
  static const char* suffix(MetricType type) {
    switch (type) {
      case MetricType::counter:
        return "_total";
      case MetricType::info:
        return "_info";
      case MetricType::gauge:
      case MetricType::histogram:
        return "";
    }
    return "";
  }

  // The text format knows no infos, and calls a family as its samples.
  void describe(const MetricFamily& family) {
    const std::string name = openmetrics_ ? family.name : family.name + suffix(family.type);
    text_.append("# HELP ").append(name).append(" ");
    escape(family.help, openmetrics_);
    text_.append("\n# TYPE ").append(name).append(" ").append(word(family.type)).append("\n");
    if (openmetrics_ && !family.unit.empty())
      text_.append("# UNIT ").append(name).append(" ").append(family.unit).append("\n");
  }

  [[nodiscard]] std::string_view word(MetricType type) const {
    switch (type) {
      case MetricType::counter:
        return "counter";
      case MetricType::gauge:
        return "gauge";
      case MetricType::histogram:
        return "histogram";
      case MetricType::info:
        return openmetrics_ ? "info" : "gauge";
    }
    return "";
  }

  void add(const std::string& name, const MetricHistogram& histogram) {
    std::uint64_t count = 0;
    for (std::size_t bucket = 0; bucket < histogram.counts.size(); ++bucket) {
      count += histogram.counts[bucket];
      const bool is_last = bucket >= histogram.bounds.size();
      text_.append(name).append("_bucket");
      labels(histogram.labels, is_last ? "+Inf" : bound(histogram.bounds[bucket]));
      end_line(std::to_string(count));
    }
    text_.append(name).append("_sum");
    labels(histogram.labels);
    end_line(number(histogram.sum));
    text_.append(name).append("_count");
    labels(histogram.labels);
    end_line(std::to_string(count));
  }

  // OpenMetrics writes whole numbers here as floats: le="1.0".
  [[nodiscard]] std::string bound(double value) const {
    std::string text = number(value);
    if (openmetrics_ && text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
  }

  void labels(const MetricLabels& labels, std::string_view upper_bound = {}) {
    if (labels.empty() && upper_bound.empty()) return;
    char before = '{';
    const auto add_one = [&](std::string_view name, std::string_view value) {
      text_ += before;
      text_.append(name).append("=\"");
      escape(value, true);
      text_ += '"';
      before = ',';
    };
    for (const auto& [name, value] : labels) add_one(name, value);
    if (!upper_bound.empty()) add_one("le", upper_bound);
    text_ += '}';
  }

  void escape(std::string_view text, bool quotes) {
    for (const char c : text) {
      if (c == '\n') {
        text_ += "\\n";
      } else {
        if (c == '\\' || (quotes && c == '"')) text_ += '\\';
        text_ += c;
      }
    }
  }

  void end_line(std::string_view value) { text_.append(" ").append(value).append("\n"); }

  bool openmetrics_;
  std::string text_;
};

}  // namespace

ExpositionFormat exposition_format(std::string_view accept) {
  double openmetrics = 0;
  double text = 0;
  while (!accept.empty()) {
    const auto end = std::min(accept.find(','), accept.size());
    const std::string_view range = accept.substr(0, end);
    accept.remove_prefix(std::min(end + 1, accept.size()));
    const auto parameters = std::min(range.find(';'), range.size());
    const std::string_view type = trimmed(range.substr(0, parameters));
    const double weight = weight_of(range.substr(parameters));
    if (type == kOpenMetrics) openmetrics = std::max(openmetrics, weight);
    if (type == kText) text = std::max(text, weight);
  }
  return openmetrics > 0 && openmetrics >= text ? ExpositionFormat::openmetrics : ExpositionFormat::text;
}

std::string_view content_type(ExpositionFormat format) noexcept {
  return format == ExpositionFormat::openmetrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

std::string write_exposition(std::span<const MetricFamily> families, ExpositionFormat format) {
  Writer writer(format);
  for (const MetricFamily& family : families) writer.add(family);
  return std::move(writer).text();
}

}  // namespace redisconf
