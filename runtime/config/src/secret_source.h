// Finds the value of one secret: in variables, in files that variables name (NAME_FILE), with
// secret providers.
#pragma once

#include "input_files.h"
#include "redisconf/config/errors.h"
#include "redisconf/config/inputs.h"
#include "redisconf/config/secret.h"
#include "redisconf/config/secret_provider.h"
#include "schema_entry.h"
#include "variable_layer.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

struct FoundSecret {
  bool found = false;
  Secret secret;
  std::string origin;  // "REDIS_PASSWORD_FILE", or "file redis-password in secrets.directory"
};

class SecretSource {
 public:
  // Problems are added to `problems`, what providers only warn of to `warnings`.
  SecretSource(const Inputs& inputs, std::vector<Problem>& problems, std::vector<Problem>& warnings)
      : inputs_(inputs), files_(inputs), problems_(problems), warnings_(warnings) {}

  // The places that the configuration names: `secrets.directory` and `secrets.command`, "" for none.
  void use_places(std::string directory, std::string_view command, std::chrono::milliseconds timeout);

  // NAME, or the file that NAME_FILE names; both at once is a problem. `source` is the .env file
  // that holds them; empty: the environment.
  [[nodiscard]] FoundSecret from_variable(const Given& value, const Given& file, std::string_view source,
                                          const SchemaEntry& entry);

  // The same for a name that is no setting's.
  [[nodiscard]] FoundSecret from_name(const VariableLayer& layer, const std::string& name,
                                      const SchemaEntry& entry);

  // What stands in the file that `file` names; empty when it can't be read, which from_variable() tells.
  [[nodiscard]] Secret look_into(const Given& file) const;

  // The program's own providers, the folder of secrets, systemd's, the command; in this order.
  [[nodiscard]] FoundSecret from_providers(const std::string& secret_name, const SchemaEntry& entry);

  // Whether a provider or a tool said something, and what takes these secrets out of it.
  [[nodiscard]] bool has_foreign_words() const noexcept {
    return !foreign_.empty() || !foreign_warnings_.empty();
  }
  void mask(std::span<const std::string_view> secrets) const;

 private:
  FoundSecret from_directory(const std::string& directory, std::string_view called, const std::string& name,
                             const SchemaEntry& entry);
  FoundSecret ask(SecretProvider& provider, const std::string& name, const std::string& where,
                  const SchemaEntry& entry);
  void warn(const SecretAnswer& answer, const std::string& where, const SchemaEntry& entry);
  FoundSecret read(const std::string& path, const std::string& where, const SchemaEntry& entry);
  FoundSecret accept(Secret secret, const std::string& where, const SchemaEntry& entry, const char* fix);

  const Inputs& inputs_;
  InputFiles files_;
  std::string directory_;
  std::unique_ptr<SecretProvider> command_;
  std::vector<Problem>& problems_;
  std::vector<Problem>& warnings_;
  std::vector<std::size_t> foreign_;  // positions of problems in the words of a provider
  std::vector<std::size_t> foreign_warnings_;
};

}  // namespace redisconf
