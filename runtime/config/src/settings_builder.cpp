#include "redisconf/config/settings_builder.h"

#include "code_tables.h"
#include "input_files.h"
#include "redisconf/config/catalogue.h"
#include "redisconf/config/errors.h"
#include "redisconf/config/secret_provider.h"
#include "redisconf/config/value.h"
#include "service_state.h"
#include "variable_layer.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace redisconf {
namespace {

// Answers for the secrets that code holds itself, by the path of their setting.
class CodeSecrets final : public SecretProvider {
 public:
  explicit CodeSecrets(const CodeSettings& settings) : settings_(settings) {}

  [[nodiscard]] const char* name() const noexcept override { return kCodeOrigin; }

  [[nodiscard]] SecretAnswer get(std::string_view secret_name) override {
    const auto found = settings_.find(secret_name);
    if (found == settings_.end() || !found->second.text.empty()) return SecretAnswer::absent();
    return SecretAnswer::found(Secret(found->second.secret.reveal()));
  }

 private:
  const CodeSettings& settings_;
};

// Values that would not survive as a table's text, and secrets, which no table holds.
ValueFault fault_of(const SettingInfo& info, const CodeSetting& setting) {
  if (setting.source == generated::Source::secret && setting.text.empty()) {
    return parse_value(info, setting.secret.reveal()).fault;
  }
  const bool cut = setting.text.find('\0') != std::string::npos;
  return cut ? ValueFault::control_character : ValueFault::none;
}

Problem missing(std::string where, std::string fix) {
  return {std::move(where), "is not set", {}, std::move(fix)};
}

std::vector<Problem> own_problems(const CodeService& service, const CodeSettings& settings) {
  std::vector<Problem> problems;
  if (service.name.empty()) problems.push_back(missing("service", "name it: SettingsBuilder(\"worker\")"));
  if (service.environment.empty()) {
    problems.push_back(missing("environment", "name it: .environment(\"production\", Strict::yes)"));
  }
  for (const std::string* text :
       {&service.name, &service.environment, &service.key_prefix, &service.unverified_because}) {
    const ValueFault fault = text->empty() ? ValueFault::none : parse_value({}, *text).fault;
    if (fault == ValueFault::none) continue;
    const char* const where = text == &service.name          ? "service"
                              : text == &service.environment ? "environment"
                              : text == &service.key_prefix  ? "key_prefix"
                                                             : "unverified_because";
    problems.push_back({where, std::string(fault_summary(fault)), {}, "give it plain text"});
  }
  for (const SettingInfo& info : catalogue()) {
    const auto found = settings.find(info.path);
    const ValueFault fault = found == settings.end() ? ValueFault::none : fault_of(info, found->second);
    if (fault == ValueFault::none) continue;
    problems.push_back({std::string(info.path), std::string(fault_summary(fault)), {}, fix_in_code(info)});
  }
  return problems;
}

}  // namespace

class SettingsBuilder::Impl {
 public:
  CodeService service;
  CodeSettings settings;

  [[nodiscard]] std::unique_ptr<const ConfigState> load(Inputs inputs) const {
    CodeSecrets secrets(settings);
    inputs.add_provider(secrets);
    std::vector<Problem> problems = own_problems(service, settings);
    try {
      auto state = load_tables(inputs);
      if (problems.empty()) return state;
    } catch (const ConfigurationError& error) {
      std::ranges::copy(error.problems(), std::back_inserter(problems));
    }
    for (Problem& problem : problems) problem.entry.clear();  // there is no schema to look into
    throw ConfigurationError(service.name, service.environment, std::move(problems));
  }

 private:
  [[nodiscard]] std::unique_ptr<const ConfigState> load_tables(const Inputs& inputs) const {
    auto tables = std::make_shared<const CodeTables>(service, settings);
    VariableLayer process(tables->schema(), {});
    InputFiles(inputs).fill(process);
    auto state = load_state(tables->schema(), tables->environment(), inputs, process);
    for (std::size_t index = 0; index < catalogue().size(); ++index) {
      FinalValue& value = state->values.at(index);
      const std::string own = std::string(catalogue()[index].path) + " from " + kCodeOrigin;
      if (own == value.origin) value.origin = kCodeOrigin;
    }
    state->tables = std::move(tables);
    return state;
  }
};

SettingsBuilder::SettingsBuilder(std::string service) : impl_(std::make_unique<Impl>()) {
  impl_->service.key_prefix = service + ':';
  impl_->service.name = std::move(service);
}

SettingsBuilder::SettingsBuilder(SettingsBuilder&&) noexcept = default;
SettingsBuilder& SettingsBuilder::operator=(SettingsBuilder&&) noexcept = default;
SettingsBuilder::~SettingsBuilder() = default;

SettingsBuilder& SettingsBuilder::environment(std::string name, Strict strict) {
  impl_->service.environment = std::move(name);
  impl_->service.strict = strict == Strict::yes;
  return *this;
}

SettingsBuilder& SettingsBuilder::key_prefix(std::string prefix) {
  impl_->service.key_prefix = std::move(prefix);
  return *this;
}

SettingsBuilder& SettingsBuilder::unverified_because(std::string reason) {
  impl_->service.unverified_because = std::move(reason);
  return *this;
}

ServiceConfig SettingsBuilder::build() const { return build(Inputs::from({})); }

ServiceConfig SettingsBuilder::build(const Inputs& inputs) const {
  return ConfigAccess::config(impl_->load(inputs));
}

ServiceConfig GroupBuilder::build() const { return builder_.build(); }

void GroupBuilder::put_boolean(const char* path, bool value) { put_text(path, value ? "true" : "false"); }

void GroupBuilder::put_integer(const char* path, int value) { put_text(path, std::to_string(value)); }

void GroupBuilder::put_text(const char* path, std::string value) {
  builder_.impl_->settings[path] = {generated::Source::literal, std::move(value), {}};
}

void GroupBuilder::put_choice(const char* path, std::size_t position) {
  put_text(path, std::string(choice_at(find_setting(path)->choices, position)));
}

void GroupBuilder::put_duration(const char* path, std::chrono::milliseconds value) {
  put_text(path, format_duration(value.count()));
}

void GroupBuilder::put_size(const char* path, std::uint64_t bytes) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  put_text(path, format_size(static_cast<std::int64_t>(std::min(bytes, kMost))));
}

void GroupBuilder::put_secret(const char* path, Secret value) {
  builder_.impl_->settings[path] = {generated::Source::secret, {}, std::move(value)};
}

void GroupBuilder::put_secret_name(const char* path, std::string name) {
  builder_.impl_->settings[path] = {generated::Source::secret, std::move(name), {}};
}

}  // namespace redisconf
