// Secrets that were taken out of the process's environment: Inputs::wipe_secret_variables().
//
// Thread-safety: const members may run concurrently, while nothing changes the environment.
// Errors: std::bad_alloc, before anything is wiped.
#pragma once

#include "hidden_text.h"
#include "redisconf/config/service_config.h"
#include "variable_layer.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace redisconf {

class WipedVariables {
 public:
  // Keeps every variable that may hold a secret of that service, overwrites it and unsets it.
  void take_secrets_of(const ServiceConfig& config);

  // nullptr when it was not taken.
  [[nodiscard]] const char* find(std::string_view name) const noexcept;

  void fill(VariableLayer& layer) const;

 private:
  std::map<std::string, HiddenText, std::less<>> values_;
};

}  // namespace redisconf
