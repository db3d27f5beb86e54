// Puts the layers together at run time: variables, URLs, .env files, generated values, secrets;
// then the rules. docs/precedence.md is the order.
#pragma once

#include "env_layers.h"
#include "final_values.h"
#include "name_arena.h"
#include "redisconf/config/catalogue.h"
#include "redisconf/config/errors.h"
#include "redisconf/config/generated.h"
#include "redisconf/config/inputs.h"
#include "redisconf/config/value.h"
#include "secret_source.h"
#include "url_values.h"
#include "variable_layer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

class Loader {
 public:
  // `process` holds the variables of `inputs`.
  Loader(const generated::Schema& schema, const generated::Environment& environment, const Inputs& inputs,
         const VariableLayer& process);

  // Everything, checked. Throws ConfigurationError with all problems.
  [[nodiscard]] FinalValues load();

  // Names that FinalValue::origin points at; must live as long as the values.
  [[nodiscard]] NameArena take_names() noexcept { return std::move(names_); }

  // What is odd but no problem: variables that nothing reads, outside strict environments.
  [[nodiscard]] std::vector<Problem> take_warnings() noexcept { return std::move(warnings_); }

 private:
  // One source of variables, and the URL in it.
  struct Source {
    const VariableLayer* layer;
    std::optional<UrlValues> url;
    bool url_refused = false;
  };

  void match_generated_values();
  void match(const generated::Value& value, std::size_t& cursor);
  void open_sources(SecretSource& secrets);
  void check_names_beside_url(const Source& source, SecretSource& secrets);

  [[nodiscard]] bool is_displaced(std::size_t index) const;
  [[nodiscard]] std::size_t weakness(std::size_t index) const;
  void load_plain(std::size_t index);
  [[nodiscard]] bool take_from(const Source& source, std::size_t index);
  [[nodiscard]] bool take_variable(const Source& source, std::size_t index, const Given& given);
  [[nodiscard]] Given find_named(const Source& source, std::size_t index) const;
  [[nodiscard]] bool take_named(const Source& source, std::size_t index);
  [[nodiscard]] bool take_from_url(const Source& source, std::size_t index);
  void take_schema_value(std::size_t index);
  void accept(std::size_t index, std::string_view text, std::string_view where, const char* origin);
  void accept_given(const Source& source, std::size_t index, const Given& given);

  // Of load_secrets.cpp.
  void load_secret(std::size_t index, SecretSource& secrets);
  [[nodiscard]] std::vector<std::string_view> known_secrets() const;
  [[nodiscard]] FoundSecret find_secret(const Source& source, std::size_t index, SecretSource& secrets);

  // Of load_problems.cpp.
  [[nodiscard]] bool refused_url_may_say(std::size_t index) const;
  void report_refused(std::size_t index, std::string_view text, std::string_view where, ValueFault fault);
  void report_missing(std::size_t index, std::string_view variable);
  void report_missing_secret(std::size_t index, const std::string& secret_name);
  [[nodiscard]] bool refuse_locked(const Source& source, std::size_t index, const Given& given);
  void check_rules_between();
  void check_unread();

  [[nodiscard]] const SettingInfo& setting(std::size_t index) const noexcept;
  [[nodiscard]] bool is_text(std::size_t index) const noexcept;
  [[nodiscard]] bool is_custom(std::size_t index) const noexcept;
  [[nodiscard]] bool named_secret(std::size_t index) const noexcept;
  [[nodiscard]] SchemaEntry schema_entry(std::size_t index) const noexcept;
  [[nodiscard]] std::string entry_of(std::size_t index) const { return schema_entry(index).text(); }
  [[nodiscard]] std::string own_variable(std::size_t index) const;
  [[nodiscard]] const char* keep_origin(const Source& source, std::size_t index, const Given& given);

  const generated::Schema& schema_;
  const generated::Environment& environment_;
  const Inputs& inputs_;
  EnvLayers env_layers_;
  std::vector<Source> sources_;                     // strongest first
  std::vector<SettingInfo> customs_;                // the service's own, behind the catalogue's
  std::vector<const generated::Value*> generated_;  // by position; nullptr: no layer sets it
  FinalValues values_;
  std::vector<Problem> problems_;
  std::vector<Problem> warnings_;
  NameArena names_;
};

// A service's own setting in the words of the catalogue.
[[nodiscard]] SettingInfo describe_custom(const generated::Custom& custom) noexcept;

}  // namespace redisconf
