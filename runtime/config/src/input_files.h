// What the loader reads from Inputs: all variables in one walk, and the files that a configuration
// names.
#pragma once

#include "file_log.h"
#include "redisconf/config/inputs.h"
#include "redisconf/config/secret.h"
#include "secret_file.h"
#include "variable_layer.h"

#include <memory>
#include <string>
#include <vector>

namespace redisconf {

class InputFiles {
 public:
  explicit InputFiles(const Inputs& inputs) noexcept : inputs_(inputs) {}

  // The whole file, at most `limit` bytes.
  [[nodiscard]] SecretFile read(const std::string& path, std::size_t limit = Secret::kMaxBytes + 2) const;

  // Whether set_file() gave it.
  [[nodiscard]] bool is_given(const std::string& path) const;

  // Whether there is a file of that path, which read() may yet refuse. It is noted.
  [[nodiscard]] bool exists(const std::string& path) const;

  // Tells who records (below) that the configuration depends on a file of the file system, read or
  // looked for. read() and exists() do it by themselves.
  void note(const std::string& path) const;

  // From now on loads from these inputs note their files there.
  static void record(Inputs& inputs, std::shared_ptr<FileLog> log) noexcept;

  // In the order in which they were added.
  [[nodiscard]] const std::vector<SecretProvider*>& providers() const noexcept;

  // Adds every variable. Views point into the inputs or the process's environment.
  void fill(VariableLayer& layer) const;

  // The folder of .env files; nullptr: none are read.
  [[nodiscard]] const char* env_folder() const noexcept;

 private:
  const Inputs& inputs_;
};

}  // namespace redisconf
