// Puts the layers together at run time: generated values, variables, secrets; then the rules.
#pragma once

#include "final_values.h"
#include "redisconf/config/catalogue.h"
#include "redisconf/config/errors.h"
#include "redisconf/config/generated.h"
#include "redisconf/config/inputs.h"
#include "redisconf/config/value.h"
#include "secret_source.h"

#include <list>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

class Loader {
 public:
  Loader(const generated::Schema& schema, const generated::Environment& environment, const Inputs& inputs);

  // Everything, checked. Throws ConfigurationError with all problems.
  [[nodiscard]] FinalValues load();

  // Names that FinalValue::origin points at; must live as long as the values.
  [[nodiscard]] std::list<std::string> take_names() noexcept { return std::move(names_); }

 private:
  struct Target;

  void match_generated_values();
  void match(const generated::Value& value);
  void load_plain(const Target& target);
  void load_secret(const Target& target, SecretSource& secrets);
  [[nodiscard]] bool take_variable(const Target& target, const std::string& name);
  void take_schema_value(const Target& target);
  void accept(const Target& target, std::string_view text, const std::string& where, const char* origin);
  void report_missing(const Target& target, const std::string& variable);
  void check_rules_between();
  [[nodiscard]] Target target_at(std::size_t index);
  [[nodiscard]] std::vector<std::string> variables_of(const SettingInfo& setting) const;
  const char* keep(std::string name) { return names_.emplace_back(std::move(name)).c_str(); }

  const generated::Schema& schema_;
  const generated::Environment& environment_;
  const Inputs& inputs_;
  std::vector<SettingInfo> settings_;               // the catalogue, then the service's own
  std::vector<const generated::Value*> generated_;  // beside settings_; nullptr: no layer sets it
  FinalValues values_;
  std::vector<Problem> problems_;
  std::list<std::string> names_;
};

// A service's own setting in the words of the catalogue.
[[nodiscard]] SettingInfo describe_custom(const generated::Custom& custom) noexcept;

}  // namespace redisconf
