// Finds the value of one secret: in variables, in files that variables name (NAME_FILE), in the
// folder of secrets.
#pragma once

#include "input_files.h"
#include "redisconf/config/errors.h"
#include "redisconf/config/inputs.h"
#include "redisconf/config/secret.h"

#include <string>
#include <vector>

namespace redisconf {

struct FoundSecret {
  bool found = false;
  Secret secret;
  std::string origin;  // "REDIS_PASSWORD_FILE", or "file redis-password in secrets.directory"
};

class SecretSource {
 public:
  // Problems are added to `problems`, with `entry` as their schema entry.
  SecretSource(const Inputs& inputs, std::string directory, std::vector<Problem>& problems)
      : inputs_(inputs), files_(inputs), directory_(std::move(directory)), problems_(problems) {}

  // NAME, or the file that NAME_FILE names; both at once is a problem.
  [[nodiscard]] FoundSecret from_variable(const std::string& name, const std::string& entry);

  // The file `secret_name` in the folder of secrets.
  [[nodiscard]] FoundSecret from_directory(const std::string& secret_name, const std::string& entry);

 private:
  FoundSecret read(const std::string& path, const std::string& where, const std::string& entry);
  FoundSecret accept(Secret secret, const std::string& where, const std::string& entry);

  const Inputs& inputs_;
  InputFiles files_;
  std::string directory_;
  std::vector<Problem>& problems_;
};

}  // namespace redisconf
