#include "text/github.h"

namespace redisconf::compiler {
namespace {

// What would end the command or a property is percent-encoded.
std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    if (c == '%') {
      result += "%25";
    } else if (c == '\r') {
      result += "%0D";
    } else if (c == '\n') {
      result += "%0A";
    } else if (property && c == ':') {
      result += "%3A";
    } else if (property && c == ',') {
      result += "%2C";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string github_annotation(const GithubAnnotation& annotation) {
  std::string text = "::" + std::string(annotation.level) + " file=" + escaped(annotation.file, true);
  if (annotation.line > 0) {
    const std::string line = std::to_string(annotation.line);
    text += ",line=" + line + ",endLine=" + line + ",col=" + std::to_string(annotation.column) +
            ",endColumn=" + std::to_string(annotation.end_column);
  }
  if (!annotation.title.empty()) text += ",title=" + escaped(annotation.title, true);
  return text + "::" + escaped(annotation.message, false) + '\n';
}

}  // namespace redisconf::compiler
