#include "diagnostics/formats.h"
#include "text/github.h"

namespace redisconf::compiler {
namespace {

std::string body_of(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  if (!diagnostic.rule.empty()) text += "\nrule: " + diagnostic.rule;
  if (!diagnostic.fix.empty()) text += "\nfix: " + diagnostic.fix;
  return text;
}

}  // namespace

std::string format_github(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic* const diagnostic : diagnostics.sorted()) {
    GithubAnnotation annotation;
    annotation.level = severity_name(diagnostic->severity);
    annotation.file = diagnostic->path;
    if (diagnostic->file != nullptr) {
      const Location location = diagnostic->file->locate(diagnostic->offset);
      annotation.line = location.line;
      annotation.column = location.column;
      annotation.end_column = diagnostic->file->end_column(diagnostic->offset, diagnostic->length);
    }
    annotation.title = "redisconf: " + diagnostic->id;
    annotation.message = body_of(*diagnostic);
    text += github_annotation(annotation);
  }
  return text;
}

}  // namespace redisconf::compiler
