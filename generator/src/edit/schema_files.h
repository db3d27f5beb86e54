// The files of a schema that people write.
//
// Thread-safety: pure. Errors: a folder that can't be read holds none.
#pragma once

#include <string>
#include <vector>

namespace redisconf::compiler {

// `schema_path`, approvals.yaml beside it where there is one, and services/*.yaml, sorted.
[[nodiscard]] std::vector<std::string> schema_files(const std::string& schema_path);

}  // namespace redisconf::compiler
