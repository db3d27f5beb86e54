// A schema as it stood in a git revision, written out into a folder of its own.
//
// Only redis.yaml and services/*.yaml are taken, byte by byte as they are stored: no filter, hook
// or attribute of the repository runs.
//
// Thread-safety: none. Errors: GitFault.
#pragma once

#include <string>

#include "vcs/private_folder.h"

namespace redisconf::compiler {

struct RevisionSchema {
  std::string commit;       // full object name
  std::string schema_path;  // of the copy; empty: the schema did not exist there
  std::string path_in_git;  // "schema/redis.yaml", from the repository's root
};

// `revision` is whatever names a commit; `A...` is where A and HEAD parted.
[[nodiscard]] RevisionSchema extract_schema(const std::string& schema_path, const std::string& revision,
                                            const PrivateFolder& target);

}  // namespace redisconf::compiler
