#include "diagnostics/formats.h"

namespace redisconf::compiler {

std::optional<ReportFormat> report_format(std::string_view name) noexcept {
  if (name == "text") return ReportFormat::text;
  if (name == "json") return ReportFormat::json;
  if (name == "sarif") return ReportFormat::sarif;
  if (name == "github") return ReportFormat::github;
  return {};
}

std::string format_report(const Diagnostics& diagnostics, ReportFormat format) {
  switch (format) {
    case ReportFormat::json:
      return format_json(diagnostics);
    case ReportFormat::sarif:
      return format_sarif(diagnostics);
    case ReportFormat::github:
      return format_github(diagnostics);
    case ReportFormat::text:
      break;
  }
  return format_diagnostics(diagnostics, false);
}

}  // namespace redisconf::compiler
