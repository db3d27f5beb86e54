#include "compare/baseline.h"

#include <filesystem>
#include <string_view>
#include <system_error>

#include "text/utf8.h"
#include "vcs/revision.h"

namespace redisconf::compiler::compare {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRevision = "git:";
constexpr std::size_t kShownDigits = 12;

// The folder is a project's root, or holds the schema itself.
Baseline in_folder(const std::string& schema_path, const std::string& folder) {
  std::error_code ignored;
  const fs::path schema = fs::absolute(schema_path, ignored).lexically_normal();
  const fs::path in_project = fs::path(folder) / schema.parent_path().filename() / schema.filename();
  const fs::path alone = fs::path(folder) / schema.filename();
  Baseline baseline;
  baseline.name = folder;
  for (const fs::path& candidate : {in_project, alone}) {
    if (!fs::exists(candidate, ignored)) continue;
    baseline.schema_path = candidate.string();
    return baseline;
  }
  throw BaselineFault(printable(folder) + " holds neither " +
                      printable((schema.parent_path().filename() / schema.filename()).string()) + " nor " +
                      printable(schema.filename().string()));
}

Baseline in_git(const std::string& schema_path, const std::string& revision) {
  Baseline baseline;
  baseline.folder = std::make_unique<PrivateFolder>();
  const RevisionSchema schema = extract_schema(schema_path, revision, *baseline.folder);
  baseline.name = revision + " (" + schema.commit.substr(0, kShownDigits) + ')';
  baseline.schema_path = schema.schema_path;
  if (schema.schema_path.empty()) return baseline;
  baseline.private_prefix =
      schema.schema_path.substr(0, schema.schema_path.size() - schema.path_in_git.size());
  const bool is_range = revision.ends_with("...");
  baseline.shown_prefix = (is_range ? schema.commit.substr(0, kShownDigits) : revision) + ':';
  return baseline;
}

}  // namespace

Baseline find_baseline(const std::string& schema_path, const std::string& against) {
  if (against.starts_with(kRevision)) return in_git(schema_path, against.substr(kRevision.size()));
  std::error_code ignored;
  if (fs::is_directory(against, ignored)) return in_folder(schema_path, against);
  return in_git(schema_path, against);
}

std::string shown(std::string text, const Baseline& baseline) {
  if (baseline.private_prefix.empty()) return text;
  std::size_t at = 0;
  while ((at = text.find(baseline.private_prefix, at)) != std::string::npos) {
    text.replace(at, baseline.private_prefix.size(), baseline.shown_prefix);
    at += baseline.shown_prefix.size();
  }
  return text;
}

}  // namespace redisconf::compiler::compare
