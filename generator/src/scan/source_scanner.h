// Finds Redis configuration in programs.
//
// Thread-safety: pure. Errors: none; every text can be scanned.
#pragma once

#include <string_view>
#include <vector>

#include "scan/finding.h"
#include "scan/language.h"

namespace redisconf::compiler::scan {

// Their `file` stays empty.
[[nodiscard]] std::vector<Site> scan_source(std::string_view text, Language language);

}  // namespace redisconf::compiler::scan
