// What `init` and `add-service` share: schema files that do not exist yet, checked before they are
// written, and never written over another file.
//
// Errors: reported on standard error; exit statuses returned.
#pragma once

#include <string>
#include <vector>

#include "commands/schema_options.h"

namespace redisconf::compiler {

struct NewFile {
  std::string path;
  std::string text;
};

// Refuses names that no service can have: throws UsageError.
void require_service_name(const std::string& name, const std::string& where);

// What a service's summary says until somebody writes it.
[[nodiscard]] std::string standard_summary(const std::string& name);

// Reports each file that is there already, with the fix.
[[nodiscard]] int refuse_existing(const std::vector<NewFile>& files, const std::string& fix);

// Compiles the schema as it will be: these files in memory, the rest from disk.
[[nodiscard]] int check_new_files(const SchemaOptions& options, const std::vector<NewFile>& files,
                                  const std::vector<std::string>& services);

// All or none.
[[nodiscard]] int write_new_files(const std::vector<NewFile>& files, bool talks);

}  // namespace redisconf::compiler
