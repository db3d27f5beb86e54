#include "loader.h"

#include "redisconf/config/rules.h"

#include <algorithm>

namespace redisconf {

using generated::Source;

// One setting on its way to its final value.
struct Loader::Target {
  const SettingInfo& setting;
  const generated::Value* generated;
  FinalValue& value;
  std::string entry;  // of the schema: for problems
};

namespace {

std::string placeholder(const SettingInfo& setting) { return "=<" + accepted_values(setting) + ">"; }

constexpr SettingType setting_type(generated::CustomType type) noexcept {
  switch (type) {
    case generated::CustomType::boolean:
      return SettingType::boolean;
    case generated::CustomType::integer:
      return SettingType::integer;
    case generated::CustomType::text:
      return SettingType::text;
    case generated::CustomType::choice:
      return SettingType::choice;
    case generated::CustomType::duration:
      return SettingType::duration;
    case generated::CustomType::size:
      return SettingType::size;
  }
  return SettingType::text;
}

}  // namespace

SettingInfo describe_custom(const generated::Custom& custom) noexcept {
  return {.path = custom.path,
          .type = setting_type(custom.type),
          .minimum = custom.minimum,
          .maximum = custom.maximum,
          .choices = custom.choices,
          .variable = custom.variable};
}

Loader::Loader(const generated::Schema& schema, const generated::Environment& environment,
               const Inputs& inputs)
    : schema_(schema),
      environment_(environment),
      inputs_(inputs),
      settings_(catalogue().begin(), catalogue().end()),
      values_(catalogue().size() + schema.customs.size()) {
  for (const generated::Custom& custom : schema.customs) settings_.push_back(describe_custom(custom));
  generated_.resize(settings_.size());
}

FinalValues Loader::load() {
  match_generated_values();
  for (std::size_t index = 0; index < settings_.size(); ++index) {
    if (settings_[index].type != SettingType::secret) load_plain(target_at(index));
  }
  const auto directory = std::ranges::find(settings_, "secrets.directory", &SettingInfo::path);
  SecretSource secrets(inputs_, values_.text(static_cast<std::size_t>(directory - settings_.begin())),
                       problems_);
  for (std::size_t index = 0; index < settings_.size(); ++index) {
    if (settings_[index].type == SettingType::secret) load_secret(target_at(index), secrets);
  }
  check_rules_between();
  if (!problems_.empty()) {
    throw ConfigurationError(schema_.service, environment_.name, std::move(problems_));
  }
  return std::move(values_);
}

void Loader::match_generated_values() {
  for (const generated::Value& value : schema_.shared) match(value);
  for (const generated::Value& value : environment_.values) match(value);
}

void Loader::match(const generated::Value& value) {
  const auto found = std::ranges::find(settings_, std::string_view(value.path), &SettingInfo::path);
  if (found == settings_.end()) {
    problems_.push_back({value.path, "is unknown to this runtime, which is older than the generated code",
                         value.origin, "link the runtime that the generator came with, or newer"});
    return;
  }
  generated_[static_cast<std::size_t>(found - settings_.begin())] = &value;
}

Loader::Target Loader::target_at(std::size_t index) {
  const generated::Value* const generated = generated_[index];
  FinalValue& value = values_.at(index);
  value.entry = generated != nullptr ? generated->origin : "";
  const std::string entry = generated != nullptr
                                ? generated->origin
                                : std::string(environment_.entry) + "." + std::string(settings_[index].path);
  return {settings_[index], generated, value, entry};
}

// Strongest first. The service's own settings already carry its prefix.
std::vector<std::string> Loader::variables_of(const SettingInfo& setting) const {
  const std::string shared(setting.variable);
  if (setting.path.starts_with("custom.")) return {shared};
  return {schema_.variable_prefix + shared, shared};
}

void Loader::load_plain(const Target& target) {
  for (const std::string& name : variables_of(target.setting)) {
    if (take_variable(target, name)) return;
  }
  take_schema_value(target);
}

bool Loader::take_variable(const Target& target, const std::string& name) {
  const char* const text = inputs_.find(name.c_str());
  if (text == nullptr) return false;
  if (environment_.strict && target.setting.locked) {
    problems_.push_back({name,
                         "can't change " + std::string(target.setting.path) + " in " + environment_.name +
                             ": the setting is locked in strict environments",
                         target.entry, "unset " + name + "; change the schema if the change is meant"});
    return false;
  }
  accept(target, text, name, keep(name));
  return true;
}

void Loader::take_schema_value(const Target& target) {
  if (target.generated == nullptr) {
    const SettingInfo& setting = target.setting;
    const bool strict_differs = environment_.strict && !setting.strict_standard.empty();
    const std::string_view standard = strict_differs ? setting.strict_standard : setting.standard;
    if (!standard.empty()) {
      accept(target, standard, std::string(setting.path), "catalogue");
    } else if (setting.path.starts_with("custom.")) {
      report_missing(target, std::string(setting.variable));  // declared without a default
    }
    return;
  }
  const generated::Text& text = target.generated->text;
  if (text.source == Source::literal) {
    accept(target, text.text, std::string(target.setting.path), target.generated->origin);
    return;
  }
  if (const char* const value = inputs_.find(text.text); value != nullptr) {
    accept(target, value, text.text, text.text);
  } else if (text.standard != nullptr) {
    accept(target, text.standard, std::string(target.setting.path), target.generated->origin);
  } else {
    report_missing(target, text.text);
  }
}

void Loader::accept(const Target& target, std::string_view text, const std::string& where,
                    const char* origin) {
  // Set even when wrong, so that no rule also calls it missing.
  target.value.set = true;
  target.value.origin = origin;
  const ParsedValue parsed = parse_value(target.setting, text);
  if (parsed.fault == ValueFault::none) {
    target.value.number = parsed.number;
    const bool is_text = target.setting.type == SettingType::text || target.setting.type == SettingType::host;
    if (is_text) target.value.text = text;
    return;
  }
  target.value.refused = true;
  const bool from_schema = where == target.setting.path;
  problems_.push_back({where,
                       std::string(fault_summary(parsed.fault)) + ": " + std::string(target.setting.path) +
                           " must be " + accepted_values(target.setting),
                       target.entry,
                       from_schema ? "correct the schema, and build again"
                                   : "export " + where + placeholder(target.setting)});
}

void Loader::report_missing(const Target& target, const std::string& variable) {
  target.value.set = true;  // so that no rule calls it missing too
  target.value.refused = true;
  std::string fix = "export " + variable + placeholder(target.setting);
  const std::string own = variables_of(target.setting).front();
  if (own != variable) fix += ", or " + own + " for this service alone";
  problems_.push_back(
      {variable, "is not set: " + std::string(target.setting.path) + " is required in " + environment_.name,
       target.entry, fix});
}

void Loader::load_secret(const Target& target, SecretSource& secrets) {
  const bool named = target.generated != nullptr && target.generated->text.source == Source::secret;
  const std::string secret_name = named ? target.generated->text.text : "";
  std::vector<std::string> variables = variables_of(target.setting);
  if (named) variables.push_back(variable_of_secret(secret_name));
  FoundSecret found;
  for (const std::string& variable : variables) {
    if (!found.found) found = secrets.from_variable(variable, target.entry);
  }
  if (!found.found && named) found = secrets.from_directory(secret_name, target.entry);
  if (found.found) {
    target.value.set = true;
    target.value.secret = std::move(found.secret);
    target.value.origin = keep(std::move(found.origin));
  } else if (named) {
    target.value.set = true;
    const std::string& variable = variables.back();
    problems_.push_back({variable,
                         "is not set: the secret " + secret_name + " (" + std::string(target.setting.path) +
                             ") is required in " + environment_.name,
                         target.entry,
                         "export " + variable + "_FILE=<file that holds it>, or " + variable +
                             ", or put the file " + secret_name + " into secrets.directory"});
  }
}

void Loader::check_rules_between() {
  const auto value_of = [&](std::string_view path) {
    const auto found = std::ranges::find(settings_, path, &SettingInfo::path);
    const FinalValue& value = values_.at(static_cast<std::size_t>(found - settings_.begin()));
    return RuleValue{value.set, value.set && !value.refused, value.number, value.text};
  };
  const RuleContext context{environment_.strict, environment_.unverified_because != nullptr, value_of};
  for (BrokenRule& broken : check_rules(context)) {
    const auto found = std::ranges::find(settings_, broken.path, &SettingInfo::path);
    const Target target = target_at(static_cast<std::size_t>(found - settings_.begin()));
    const std::string_view origin = target.value.origin;
    const bool from_variable =
        !origin.empty() && origin.find_first_of(" .") == std::string_view::npos && origin != "catalogue";
    std::string where = from_variable ? std::string(origin) + " (" + std::string(broken.path) + ")"
                                      : std::string(broken.path);
    problems_.push_back({std::move(where), std::move(broken.rule), target.entry, std::move(broken.fix)});
  }
}

}  // namespace redisconf
