#include <redisconf/config/value.h>

#include <algorithm>
#include <optional>

#include "render/accessors.h"
#include "render/cpp_text.h"
#include "render/ctemplate.h"
#include "render/render.h"
#include "render/templates.h"
#include "schema/yaml_text.h"

namespace redisconf::compiler {
namespace {

using ctemplate::TemplateDictionary;
using generated::Source;

constexpr std::size_t kWidth = 100;

void add_item(std::string& list, std::string_view item) {
  if (!list.empty()) list += ", ";
  list += item;
}

// What is said about one setting, gathered over all environments.
class SettingNotes {
 public:
  SettingNotes(const ResolvedService& service, const SettingInfo& setting, std::size_t position)
      : setting_(setting) {
    for (const ResolvedEnvironment& environment : service.environments) {
      note(*environment.environment, environment.find(position));
    }
  }

  // "6379", or "localhost in development, test"; empty when no schema value exists.
  [[nodiscard]] std::string standards() const {
    if (standards_.size() == 1 && unset_ == 0) return standards_.front().value;
    std::string text;
    for (const Standard& each : standards_) {
      if (!text.empty()) text += "; ";
      text += each.value + " in " + each.environments;
    }
    return text;
  }

  [[nodiscard]] const std::string& required() const noexcept { return required_; }
  [[nodiscard]] const std::string& locked() const noexcept { return locked_; }

  // Variables that the schema names, beside the setting's own.
  [[nodiscard]] const std::vector<std::string>& others() const noexcept { return others_; }

 private:
  struct Standard {
    std::string value;
    std::string environments;
  };

  void note(const Environment& environment, const ResolvedValue* value) {
    if (environment.strict && setting_.locked) add_item(locked_, environment.name);
    if (value == nullptr) {
      ++unset_;
      return;
    }
    const Value& what = *value->value;
    switch (what.source) {
      case Source::literal:
        return note_standard(environment, yaml_value(what, setting_.type));
      case Source::secret:
        note_required(environment);
        return note_other(variable_of_secret(what.text));
      case Source::variable:
        return note_variable(environment, what);
    }
  }

  void note_required(const Environment& environment) {
    add_item(required_, environment.name);
    ++unset_;
  }

  void note_variable(const Environment& environment, const Value& value) {
    if (value.standard) {
      Value standard;
      standard.text = *value.standard;
      note_standard(environment, yaml_value(standard, setting_.type));
    } else {
      note_required(environment);
    }
    note_other(value.text);
  }

  void note_other(const std::string& variable) {
    if (std::ranges::find(others_, variable) == others_.end()) others_.push_back(variable);
  }

  void note_standard(const Environment& environment, const std::string& value) {
    auto known = std::ranges::find(standards_, value, &Standard::value);
    if (known == standards_.end()) known = standards_.insert(known, {value, {}});
    add_item(known->environments, environment.name);
  }

  const SettingInfo& setting_;
  std::vector<Standard> standards_;
  std::size_t unset_ = 0;
  std::string required_;
  std::string locked_;
  std::vector<std::string> others_;
};

std::string description(const SettingInfo& setting, const SettingNotes& notes) {
  std::string text = sentence(setting.summary);
  if (!text.empty()) text += ' ';
  text += sentence("Takes " + accepted_values(setting));
  const std::string standards = notes.standards();
  if (!standards.empty()) text += " Default: " + sentence(standards);
  if (!notes.locked().empty()) text += " Locked in " + notes.locked() + ": only the schema changes it there.";
  return comment(text, "# ", kWidth);
}

// Own names first; `prefix` is empty for a service's own settings, whose variable has it already.
void add_setting(TemplateDictionary& group, const ResolvedService& service, const SettingInfo& setting,
                 std::size_t position, std::string_view prefix) {
  const SettingNotes notes(service, setting, position);
  TemplateDictionary* const entry = group.AddSectionDictionary("VARIABLE");
  const std::string own = std::string(prefix) + std::string(setting.variable);
  std::string names = own;
  if (!prefix.empty()) names += " or " + std::string(setting.variable);
  for (const std::string& other : notes.others()) {
    if (other != own && other != setting.variable) names += " or " + other;
  }
  entry->SetValue("DOCUMENTATION", description(setting, notes));
  if (!notes.required().empty()) {
    entry->SetValue("NAMES", names);
    entry->SetValueAndShowSection("ENVIRONMENTS", notes.required(), "REQUIRED");
  }
  entry->SetValue("NAME", own);
  if (setting.type == SettingType::secret) entry->ShowSection("SECRET");
}

void add_settings(TemplateDictionary& values, const ResolvedService& service) {
  TemplateDictionary* group = nullptr;
  std::string_view group_name;
  for (const SettingInfo& setting : catalogue()) {
    if (group == nullptr || group_of(setting.path) != group_name) {
      group_name = group_of(setting.path);
      group = values.AddSectionDictionary("GROUP");
      group->SetValue("TITLE", std::string(group_name) + ": " + std::string(group_summary(group_name)));
    }
    add_setting(*group, service, setting, position_of(setting), service.service->variable_prefix);
  }
}

void add_customs(TemplateDictionary& values, const ResolvedService& service) {
  if (service.service->customs.empty()) return;
  TemplateDictionary* const group = values.AddSectionDictionary("GROUP");
  group->SetValue("TITLE", "custom: What the service declares for itself");
  std::size_t position = catalogue().size();
  for (const CustomSetting& custom : service.service->customs) {
    add_setting(*group, service, custom.info(), position++, "");
  }
}

void add_detection(TemplateDictionary& values, const SharedSchema& shared) {
  std::string names;
  for (const Environment& environment : shared.environments) add_item(names, environment.name);
  std::string text = "One of " + names + '.';
  std::string aliases;
  for (const Alias& alias : shared.aliases) add_item(aliases, alias.name + " for " + alias.environment);
  if (!aliases.empty()) text += " Short: " + aliases + '.';
  if (shared.default_environment) {
    text += " Default: " + shared.environments[*shared.default_environment].name + '.';
  } else {
    text += " REQUIRED: no environment is the default.";
  }
  values.SetValue("ENVIRONMENT_DOCUMENTATION", comment(text, "# ", kWidth));
  for (const std::string& name : shared.detection_variables) {
    values.AddSectionDictionary("DETECTION")->SetValue("NAME", name);
  }
}

}  // namespace

std::string render_env_example(const ResolvedService& resolved) {
  const ServiceSchema& service = *resolved.service;
  TemplateDictionary values("env.example");
  values.SetValue("SCHEMA_FILE", service.file->label());
  values.SetValue("SERVICE", service.name);
  values.SetValue("PREFIX", service.variable_prefix);
  add_detection(values, *resolved.shared);
  add_settings(values, resolved);
  add_customs(values, resolved);
  return Templates::expand("env.example", values);
}

}  // namespace redisconf::compiler
