// Reads the files that a configuration names.
#pragma once

#include "redisconf/config/inputs.h"
#include "redisconf/config/secret.h"

#include <string>

namespace redisconf {

struct FileContent {
  Secret bytes;
  std::string error;  // "No such file or directory"; empty when read
};

class InputFiles {
 public:
  explicit InputFiles(const Inputs& inputs) noexcept : inputs_(inputs) {}

  // The whole file, without one trailing line end; at most Secret::kMaxBytes.
  [[nodiscard]] FileContent read(const std::string& path) const;

  [[nodiscard]] bool exists(const std::string& path) const;

 private:
  const Inputs& inputs_;
};

}  // namespace redisconf
