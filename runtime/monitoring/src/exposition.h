// Writes families of figures as Prometheus reads them.
//
// Sources: prometheus.io/docs/instrumenting/exposition_formats (text 0.0.4), and OpenMetrics 1.0.0
// (github.com/OpenObservability/OpenMetrics, specification/OpenMetrics.md).
#pragma once

#include "redisconf/monitoring/metric_family.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace redisconf {

enum class ExpositionFormat : std::uint8_t { text, openmetrics };

// What a header Accept likes better; text when it tells nothing of either.
[[nodiscard]] ExpositionFormat exposition_format(std::string_view accept);

[[nodiscard]] std::string_view content_type(ExpositionFormat format) noexcept;

[[nodiscard]] std::string write_exposition(std::span<const MetricFamily> families, ExpositionFormat format);

}  // namespace redisconf
