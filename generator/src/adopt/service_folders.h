// Which service a file of a source tree belongs to.
//
// Thread-safety: const members may run concurrently. Errors: none.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace redisconf::compiler {

class ServiceFolders {
 public:
  // Folders below the tree by the names of services, as the user told; where he told none, they are
  // guessed: the first folder, or the next one when that only holds services (services/, apps/, cmd/, ...).
  explicit ServiceFolders(const std::map<std::string, std::string>& told = {});

  // The name of the service, good for the schema; empty for what no service owns: a file in the
  // tree's root, or outside the folders that were told.
  [[nodiscard]] std::string service_of(std::string_view file) const;

 private:
  std::map<std::string, std::string> told_;  // folder, with a slash behind it, to name
};

}  // namespace redisconf::compiler
