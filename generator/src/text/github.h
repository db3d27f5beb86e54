// Workflow commands of GitHub Actions: lines on standard output that become annotations of a pull
// request (docs.github.com, "Workflow commands for GitHub Actions").
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace redisconf::compiler {

struct GithubAnnotation {
  std::string_view level = "error";  // error, warning or notice
  std::string file;
  std::size_t line = 0;  // 0: the file as a whole
  std::size_t column = 0;
  std::size_t end_column = 0;
  std::string title;
  std::string message;
};

// One line, with its end.
[[nodiscard]] std::string github_annotation(const GithubAnnotation& annotation);

}  // namespace redisconf::compiler
