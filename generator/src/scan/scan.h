// Finds hand-written Redis configuration in a source tree.
//
// Thread-safety: pure, but for the file system. Errors: returned.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scan/finding.h"

namespace redisconf::compiler::scan {

// The configurations in one file; its path tells the language.
[[nodiscard]] std::vector<Site> scan_text(const std::string& path, std::string_view text);

struct TreeScan {
  Inventory inventory;
  std::string error;  // why the folder can't be read; empty: it was
};

// The same for all files below a folder, one in memory at a time.
[[nodiscard]] TreeScan scan_tree(const std::string& folder, const std::vector<std::string>& excluded);

}  // namespace redisconf::compiler::scan
