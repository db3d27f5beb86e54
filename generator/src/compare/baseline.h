// What the current schema is compared with: a folder, or a git revision.
//
// Ownership:     holds the copy of a revision's schema; the folder goes with it.
// Thread-safety: none. Errors: GitFault; BaselineFault.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "vcs/git.h"
#include "vcs/private_folder.h"

namespace redisconf::compiler::compare {

struct Baseline {
  std::unique_ptr<PrivateFolder> folder;  // of a revision
  std::string name;                       // "origin/main (1a2b3c4d5e6f)", or the folder
  std::string schema_path;                // empty: there was no schema
  std::string private_prefix;             // of paths in the copy; `shown_prefix` stands for it
  std::string shown_prefix;               // "origin/main:", as `git show` takes it
};

// No schema in the folder.
class BaselineFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A folder comes before a revision of that name; "git:NAME" is certainly a revision.
[[nodiscard]] Baseline find_baseline(const std::string& schema_path, const std::string& against);

// The text with paths of the private copy as the user knows them.
[[nodiscard]] std::string shown(std::string text, const Baseline& baseline);

}  // namespace redisconf::compiler::compare
