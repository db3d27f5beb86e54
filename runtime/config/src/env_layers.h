// The .env files of one environment, as layers of variables.
#pragma once

#include "env_file.h"
#include "redisconf/config/errors.h"
#include "redisconf/config/generated.h"
#include "redisconf/config/inputs.h"
#include "redisconf/config/secret_buffer.h"
#include "variable_layer.h"

#include <list>
#include <string>
#include <vector>

namespace redisconf {

// Owns what the layers point into.
class EnvLayers {
 public:
  // `.env.<environment>`, then `.env`; those that exist. Faults are problems. Neither may name the
  // environment: that decides which of them are read.
  const std::vector<VariableLayer>& read(const generated::Schema& schema, const char* environment,
                                         const Inputs& inputs, std::vector<Problem>& problems);

 private:
  void add(const generated::Schema& schema, const std::string& folder, std::string name, const Inputs& inputs,
           std::vector<Problem>& problems);

  struct File {
    std::string name;
    SecretBuffer bytes;  // names point into it
    EnvFile content;
  };

  std::list<File> files_;  // never moves them
  std::vector<VariableLayer> layers_;
};

}  // namespace redisconf
