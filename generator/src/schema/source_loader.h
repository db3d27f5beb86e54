// Reads a schema file from disk: whole, without its byte order mark, at most kMaxFileBytes.
//
// Thread-safety: none. Errors: added to the diagnostics; then there is no file.
#pragma once

#include <memory>
#include <string>

#include "diagnostics/diagnostics.h"
#include "text/source_file.h"

namespace redisconf::compiler {

struct LoadedSource {
  std::unique_ptr<SourceFile> file;
  bool had_mark = false;  // a byte order mark, which `file` leaves out
};

// `fix` is for a file that can't be read; empty: what helps with most.
[[nodiscard]] LoadedSource load_source(const std::string& path, std::string label, const std::string& fix,
                                       Diagnostics& diagnostics);

// The same for bytes that are there already: from standard input.
[[nodiscard]] LoadedSource source_of(const std::string& path, std::string label, std::string bytes,
                                     Diagnostics& diagnostics);

// A diagnostic about a file as a whole.
void refuse_file(Diagnostics& diagnostics, const std::string& path, std::string message, std::string fix,
                 bool unreadable);

}  // namespace redisconf::compiler
