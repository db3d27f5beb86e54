// Diagnostics for people and for programs.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diagnostics/diagnostics.h"

namespace redisconf::compiler {

enum class ReportFormat : std::uint8_t {
  text,    // path:line:col, the line, a caret, the rule and the fix
  json,    // one object; docs/reports.md
  sarif,   // OASIS SARIF 2.1.0
  github,  // workflow commands: ::error file=...
};

// The format with that name; nothing when there is none.
[[nodiscard]] std::optional<ReportFormat> report_format(std::string_view name) noexcept;

[[nodiscard]] std::string format_diagnostics(const Diagnostics& diagnostics, bool colour);  // text
[[nodiscard]] std::string format_json(const Diagnostics& diagnostics);
[[nodiscard]] std::string format_sarif(const Diagnostics& diagnostics);
[[nodiscard]] std::string format_github(const Diagnostics& diagnostics);

// One of the above; text without colour.
[[nodiscard]] std::string format_report(const Diagnostics& diagnostics, ReportFormat format);

}  // namespace redisconf::compiler
