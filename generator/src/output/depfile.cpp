#include "output/depfile.h"

namespace redisconf::compiler {
namespace {

// GNU make, "Rule Syntax": a backslash quotes space and '#', and is itself doubled only there.
std::string escaped(std::string_view path) {
  std::string text;
  std::size_t backslashes = 0;
  for (const char c : path) {
    if (c == ' ' || c == '#') text.append(backslashes + 1, '\\');
    if (c == '$') text += '$';
    text += c;
    backslashes = c == '\\' ? backslashes + 1 : 0;
  }
  return text;
}

}  // namespace

std::string depfile(std::string_view target, const std::vector<std::string>& dependencies) {
  std::string text = escaped(target) + ':';
  for (const std::string& dependency : dependencies) text += " \\\n  " + escaped(dependency);
  text += '\n';
  return text;
}

}  // namespace redisconf::compiler
