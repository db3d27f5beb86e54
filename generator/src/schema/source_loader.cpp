#include "schema/source_loader.h"

#include <string_view>
#include <utility>

#include "schema/file_loader.h"
#include "yaml/reader.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

void refuse_file(Diagnostics& diagnostics, const std::string& path, std::string message, std::string fix,
                 bool unreadable) {
  Diagnostic diagnostic;
  diagnostic.id = "file";
  diagnostic.path = path;
  diagnostic.message = std::move(message);
  diagnostic.fix = std::move(fix);
  diagnostic.unreadable = unreadable;
  diagnostics.add(std::move(diagnostic));
}

LoadedSource load_source(const std::string& path, std::string label, const std::string& fix,
                         Diagnostics& diagnostics) {
  LoadedFile file = load_file(path, kMaxFileBytes);
  if (file.error.empty()) return source_of(path, std::move(label), std::move(file.bytes), diagnostics);
  const std::string standard = file.missing
                                   ? "start redisconf in the project's root, or name the file: --schema FILE"
                                   : "check that it is a file and that this user may read it";
  refuse_file(diagnostics, path, "can't be read: " + file.error, fix.empty() ? standard : fix, true);
  return {};
}

LoadedSource source_of(const std::string& path, std::string label, std::string bytes,
                       Diagnostics& diagnostics) {
  if (bytes.size() > kMaxFileBytes) {
    refuse_file(diagnostics, path, "is larger than 256 KiB",
                "a schema file holds settings; move other data elsewhere", false);
    return {};
  }
  LoadedSource source;
  source.had_mark = bytes.starts_with(kByteOrderMark);
  if (source.had_mark) bytes.erase(0, kByteOrderMark.size());
  source.file = std::make_unique<SourceFile>(path, std::move(label), std::move(bytes));
  return source;
}

}  // namespace redisconf::compiler
