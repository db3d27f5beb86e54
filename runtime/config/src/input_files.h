// What the loader reads from Inputs: all variables in one walk, and the files that a configuration
// names.
#pragma once

#include "redisconf/config/inputs.h"
#include "redisconf/config/secret.h"
#include "variable_layer.h"

#include <string>

namespace redisconf {

struct FileContent {
  Secret bytes;
  std::string error;  // "No such file or directory"; empty when read
  bool missing = false;
};

class InputFiles {
 public:
  explicit InputFiles(const Inputs& inputs) noexcept : inputs_(inputs) {}

  // The whole file, without one trailing line end; at most Secret::kMaxBytes.
  [[nodiscard]] FileContent read(const std::string& path) const;

  [[nodiscard]] bool exists(const std::string& path) const;

  // Adds every variable. Views point into the inputs or the process's environment.
  void fill(VariableLayer& layer) const;

  // The folder of .env files; nullptr: none are read.
  [[nodiscard]] const char* env_folder() const noexcept;

 private:
  const Inputs& inputs_;
};

}  // namespace redisconf
