// Finds Redis configuration in files that hold settings and no program.
//
// Thread-safety: pure. Errors: none; every text can be scanned.
#pragma once

#include <string_view>
#include <vector>

#include "scan/finding.h"
#include "scan/language.h"

namespace redisconf::compiler::scan {

// .env files, shell scripts, Dockerfiles, .properties, .ini and .toml. Their `file` stays empty.
[[nodiscard]] std::vector<Site> scan_assignments(std::string_view text, Language language);

// YAML, read by line, so that templates (Helm, ERB) and broken files are read as well.
// `stem` is the file's name: config/redis.yml needs no key that says redis.
[[nodiscard]] std::vector<Site> scan_yaml(std::string_view text, std::string_view stem);

}  // namespace redisconf::compiler::scan
