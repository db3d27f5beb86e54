#include "edit/migration.h"

#include <charconv>
#include <memory>
#include <utility>

#include "yaml/reader.h"

namespace redisconf::compiler {
namespace {

constexpr int kNoVersion = -1;

// 0 when the file does not say; kNoVersion when what it says is no version.
int version_of(const Node& root) {
  const Member* const member = root.find("redisconf");
  if (member == nullptr) return 0;
  const std::string& text = member->value.text;
  int version = kNoVersion;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && version > 0 && !member->value.quoted ? version : kNoVersion;
}

void refuse_version(const SourceFile& file, const Node& root, int version, int newest,
                    Diagnostics& diagnostics) {
  const Node& value = root.find("redisconf")->value;
  const std::string known = std::to_string(newest);
  if (version == kNoVersion) {
    diagnostics.mask(file, value);
    diagnostics.add(file, value, "this is no language version", "a version is a whole number without quotes",
                    "write `redisconf: " + known + "`, or the version that the file is written in",
                    "version");
  } else {
    diagnostics.add(file, value, "the file is newer than this redisconf, which knows versions up to " + known,
                    {}, "install the redisconf that the file was written for, or a newer one", "version");
  }
}

// A step that does not do what it says is a fault of ours; better no migration than a wrong one.
std::optional<std::string> take_step(const MigrationStep& step, const SourceFile& file, const Node& root) {
  auto text = apply_edits(file.text(), step.edits(file, root));
  if (!text) return {};
  const SourceFile after(file.path(), file.label(), *text);
  Diagnostics faults;
  const auto root_after = read_yaml(after, faults);
  const bool good = root_after && faults.empty() && version_of(*root_after) == step.from + 1;
  return good ? std::move(text) : std::nullopt;
}

}  // namespace

std::optional<Migration> migrate(const SourceFile& file, std::span<const MigrationStep> steps,
                                 Diagnostics& diagnostics) {
  auto root = read_yaml(file, diagnostics);
  if (!root || diagnostics.concerns(file)) return {};
  const int newest = static_cast<int>(steps.size());
  const int version = version_of(*root);
  if (version == kNoVersion || version > newest) {
    refuse_version(file, *root, version, newest, diagnostics);
    return {};
  }
  Migration migration{version, newest, std::string(file.text()), {}};
  for (const MigrationStep& step : steps.subspan(static_cast<std::size_t>(version))) {
    const SourceFile current(file.path(), file.label(), migration.text);
    Diagnostics faults;
    root = read_yaml(current, faults);
    auto text = root ? take_step(step, current, *root) : std::nullopt;
    if (!text) {
      diagnostics.add_at(
          file, {0, 1}, "the step to version " + std::to_string(step.from + 1) + " fails here", {},
          "this is a fault of redisconf: please report it; change the file by hand meanwhile", "version");
      return {};
    }
    migration.text = std::move(*text);
    migration.changes.push_back(step.summary);
  }
  return migration;
}

}  // namespace redisconf::compiler
