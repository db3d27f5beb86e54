// The files of a source tree that a scan reads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scan/finding.h"

namespace redisconf::compiler::scan {

inline constexpr std::size_t kMaxFileBytes = std::size_t{1024} * 1024;

struct Tree {
  std::vector<std::string> files;  // relative to the root, sorted by bytes
  Skipped skipped;                 // too large, or in a folder that can't be read
  std::string error;               // why the root itself can't be read; empty: it was
};

// Folders of version control, of installed packages and of build output are left out, and so are
// symbolic links and files whose language no scan reads.
[[nodiscard]] Tree list_files(const std::string& root, const std::vector<std::string>& excluded);

// True for folders that hold nobody's own source: .git, node_modules, vendor ...
[[nodiscard]] bool is_skipped_folder(std::string_view name) noexcept;

}  // namespace redisconf::compiler::scan
