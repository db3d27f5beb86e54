// Generated files that no service of the schema produces any more.
//
// Only what a manifest names is ever looked at, and only what is as it was generated is removed.
// Thread-safety: separate folders may be worked on concurrently. Errors: told in outcomes.
#pragma once

#include <string>
#include <vector>

#include "commands/compilation.h"
#include "output/ownership.h"

namespace redisconf::compiler {

// A folder <name>/generated that this schema's service <name> has left behind.
struct GoneService {
  std::string name;
  std::string folder;
  Manifest manifest;
};

// By name. None when only some services were compiled: who is gone is then unknown.
[[nodiscard]] std::vector<GoneService> find_gone_services(const CompileOptions& options,
                                                          const Compilation& compilation);

struct OrphanRemoval {
  bool force = false;  // edited ones too
  bool talks = false;  // tells what was removed
};

// Returns the manifest's entries of those that were kept, which `outcome` tells.
[[nodiscard]] Manifest remove_orphans(const std::string& folder, const Manifest& manifest,
                                      const std::vector<std::string_view>& wanted, OrphanRemoval removal,
                                      Outcome& outcome);

// All of it: files, manifest, and the folders when nothing is left in them.
[[nodiscard]] Outcome remove_gone_service(const GoneService& gone, OrphanRemoval removal);

}  // namespace redisconf::compiler
