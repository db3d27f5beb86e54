// Brings a schema file from the language version that it is written in to the newest one.
//
// A step is a text edit, so that comments and style stay. Today there is one step: a file that
// does not say its version gets the line that does.
//
// Thread-safety: pure but for the diagnostics.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "edit/text_edit.h"
#include "text/source_file.h"
#include "yaml/node.h"

namespace redisconf::compiler {

struct MigrationStep {
  int from = 0;              // to from + 1
  std::string_view summary;  // "adds the line redisconf: 1"
  // Also changes the version, if `from` is not 0: the driver checks that it did.
  std::vector<TextEdit> (*edits)(const SourceFile& file, const Node& root) = nullptr;
};

// By version: the step at position N leads from N to N + 1.
[[nodiscard]] std::span<const MigrationStep> migration_steps();

struct Migration {
  int from = 0;
  int to = 0;
  std::string text;
  std::vector<std::string_view> changes;  // the steps' summaries; none: up to date
};

// Nothing when the file can't be read or is newer than the steps lead; a diagnostic says why.
[[nodiscard]] std::optional<Migration> migrate(const SourceFile& file, std::span<const MigrationStep> steps,
                                               Diagnostics& diagnostics);

}  // namespace redisconf::compiler
