// Patterns of file names, as .gitignore writes them.
//
// Thread-safety: pure. Errors: none; every text is a pattern.
#pragma once

#include <string_view>

namespace redisconf::compiler::scan {

// `*` and `?` stay within one folder, `**` spans folders. A pattern without a slash matches the
// last name of the path, one with a slash the whole path.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view path) noexcept;

}  // namespace redisconf::compiler::scan
