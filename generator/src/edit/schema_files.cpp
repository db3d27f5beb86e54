#include "edit/schema_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::vector<std::string> schema_files(const std::string& schema_path) {
  std::vector<std::string> files{schema_path};
  const fs::path folder = fs::path(schema_path).parent_path();
  std::error_code error;
  const fs::path approvals = folder / "approvals.yaml";
  if (fs::exists(approvals, error)) files.push_back(approvals.string());
  const auto first_service = static_cast<std::ptrdiff_t>(files.size());
  fs::directory_iterator entries(folder / "services", error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const fs::path& path = entries->path();
    if (path.extension() == ".yaml" && !path.filename().string().starts_with('.')) {
      files.push_back(path.string());
    }
  }
  std::sort(files.begin() + first_service, files.end());
  return files;
}

}  // namespace redisconf::compiler
