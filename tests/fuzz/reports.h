// All reports of diagnostics, and what must hold for each of them.
//
// Thread-safety: pure. Errors: aborts where a promise is broken.
#pragma once

#include <array>
#include <string>

#include "diagnostics/formats.h"
#include "require.h"
#include "text/utf8.h"

namespace redisconf::fuzz {

// Text for a terminal holds no control character and is UTF-8.
inline void require_clean(const std::string& text) {
  require(compiler::find_text_fault(text).fault == compiler::TextFault::none,
          "what is printed is clean text");
}

// The reports in every format; "" as `secret` means that none was planted.
inline void require_reports(const compiler::Diagnostics& diagnostics, const std::string& secret) {
  using compiler::ReportFormat;
  constexpr std::array kFormats{ReportFormat::text, ReportFormat::json, ReportFormat::sarif,
                                ReportFormat::github};
  for (const ReportFormat format : kFormats) {
    const std::string report = format_report(diagnostics, format);
    require_clean(report);
    require(diagnostics.empty() || !report.empty(), "a diagnostic is reported");
    require(secret.empty() || report.find(secret) == std::string::npos, "no report shows a secret");
  }
}

}  // namespace redisconf::fuzz
