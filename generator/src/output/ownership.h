// Whose content stands in the place of a generated file, and what follows from it.
//
// Thread-safety: pure but for reading the file. Errors: returned.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "output/manifest.h"

namespace redisconf::compiler {

enum class FileState : std::uint8_t {
  current,  // what would be generated
  missing,
  outdated,    // ours, untouched: the schema, the tool or a template changed since
  edited,      // ours, but changed since it was generated
  conflicted,  // ours, with the marks of a merge conflict
  foreign,     // not ours
  blocked,     // no file, or unreadable
};

struct Inspection {
  FileState state = FileState::missing;
  std::string bytes;  // what stands there
  std::string fault;  // why it is blocked: "is a symbolic link"

  // True when replacing it would lose what is not ours.
  [[nodiscard]] bool is_precious() const noexcept {
    return state == FileState::edited || state == FileState::conflicted || state == FileState::foreign;
  }
};

// Whether what stands there can be replaced without a look at what would: it is missing, or as the
// manifest knows it. For redisconf.sha256 itself: it is missing, or a manifest.
[[nodiscard]] bool is_certainly_ours(const std::string& path, const Manifest& manifest);

[[nodiscard]] Inspection inspect_file(const std::string& path, std::string_view wanted,
                                      const Manifest& manifest);

// The same for redisconf.sha256 itself: its only stranger is a file that is no manifest.
[[nodiscard]] Inspection inspect_manifest(const std::string& path, std::string_view wanted);

// A file that the manifest names and that nothing generates any more.
struct Orphan {
  std::string name;
  bool edited = false;  // not as it was generated: never removed without being asked
};

// `wanted` are the names of files that are generated. What is gone already is no orphan.
[[nodiscard]] std::vector<Orphan> find_orphans(const std::string& folder, const Manifest& manifest,
                                               const std::vector<std::string_view>& wanted);

}  // namespace redisconf::compiler
