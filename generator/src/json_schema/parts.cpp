#include "json_schema/parts.h"

#include <redisconf/config/value.h>

#include <array>
#include <utility>

#include "json_schema/number_pattern.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

struct Unit {
  std::string_view suffix;
  std::int64_t factor;
};

// As parse_value() reads them.
constexpr std::array kDurationUnits{Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"h", 3'600'000},
                                    Unit{"d", 86'400'000}};
constexpr std::array kSizeUnits{Unit{"B", 1}, Unit{"KiB", 1 << 10}, Unit{"MiB", 1 << 20},
                                Unit{"GiB", 1 << 30}};

constexpr const char* kName = "^[a-z][a-z0-9_-]{0,62}$";
constexpr const char* kMemberName = "^[a-z][a-z0-9_]{0,62}$";
constexpr const char* kVariableName = "^[A-Za-z_][A-Za-z0-9_]{0,127}$";
constexpr const char* kSecretName = "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$";
constexpr const char* kText = "^[^\\u0000-\\u001F\\u007F-\\u009F]*$";

// A name of DNS, or what could be an IPv6 address: two colons at least.
constexpr const char* kHost =
    "^(?:(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
    "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.?"
    "|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)$";

template <std::size_t count>
std::string alternatives(const SettingInfo& setting, const std::array<Unit, count>& units) {
  std::string pattern;
  for (const Unit& unit : units) {
    const std::int64_t low = setting.minimum / unit.factor + (setting.minimum % unit.factor > 0 ? 1 : 0);
    const std::int64_t high = setting.maximum / unit.factor;
    if (low > high) continue;
    pattern += (pattern.empty() ? "" : "|") + number_pattern(low, high) + std::string(unit.suffix);
  }
  return pattern;
}

Json choice_schema(const SettingInfo& setting) {
  Json words = Json::array();
  for (std::size_t index = 0; !choice_at(setting.choices, index).empty(); ++index) {
    words.push_back(choice_at(setting.choices, index));
  }
  return {{"type", "string"}, {"enum", std::move(words)}};
}

// YAML takes 123 and true for something else than text; the reader takes them as they stand.
Json text_schema() {
  return {{"type", Json::array({"string", "number", "boolean"})},
          {"minLength", 1},
          {"maxLength", kMaxTextBytes},
          {"pattern", kText}};
}

Json secret_schema() {
  Json name{{"type", "string"}, {"pattern", kSecretName}, {"description", "The secret's name"}};
  Json schema = closed_object("A secret by its name; it never stands in the schema itself",
                              {{"secret", std::move(name)}});
  schema["required"] = Json::array({"secret"});
  return schema;
}

std::string_view risk_name(Risk risk) {
  constexpr std::array<std::string_view, 4> kNames{"low", "medium", "high", "critical"};
  return kNames.at(static_cast<std::size_t>(risk));
}

std::string description_of(const SettingInfo& setting) {
  std::string text(setting.summary);
  text += ". Takes " + accepted_values(setting) + '.';
  if (!setting.standard.empty()) text += " Default: " + std::string(setting.standard);
  if (!setting.strict_standard.empty()) {
    text += ", in strict environments " + std::string(setting.strict_standard);
  }
  if (!setting.standard.empty()) text += '.';
  text += " Risk of a change: " + std::string(risk_name(setting.risk)) + '.';
  if (!setting.variable.empty()) text += " Variable: " + std::string(setting.variable) + '.';
  if (setting.locked) text += " Locked: no variable changes it in a strict environment.";
  if (setting.core) text += " A service that differs from all others says why: `diverges`.";
  return text;
}

Json standard_of(const SettingInfo& setting) {
  if (setting.type == SettingType::integer) return parse_value(setting, setting.standard).number;
  if (setting.type == SettingType::boolean) return setting.standard == "true";
  return setting.standard;
}

Json group_schema(std::string_view group) {
  Json properties = Json::object();
  Json mode;
  for (const SettingInfo& setting : catalogue()) {
    if (group_of(setting.path) != group) continue;
    properties[std::string(member_of(setting.path))] = value_schema(setting);
    if (member_of(setting.path) == "mode") mode = literal_schema(setting);
  }
  if (group == "tls") {
    properties["because"] = document_schema("Why TLS may be weaker here than full verification");
  }
  const std::string summary(group_summary(group));
  Json object = closed_object(summary, std::move(properties));
  if (mode.is_null()) return object;
  object.erase("description");
  return {{"description", summary + ". Its mode alone, or a mapping"},
          {"anyOf", Json::array({std::move(mode), std::move(object)})}};
}

}  // namespace

std::string unit_pattern(const SettingInfo& setting) {
  const bool is_size = setting.type == SettingType::size;
  return "^(?:" + (is_size ? alternatives(setting, kSizeUnits) : alternatives(setting, kDurationUnits)) +
         ")$";
}

Json literal_schema(const SettingInfo& setting) {
  switch (setting.type) {
    case SettingType::boolean:
      return {{"type", "boolean"}};
    case SettingType::integer:
      return {{"type", "integer"}, {"minimum", setting.minimum}, {"maximum", setting.maximum}};
    case SettingType::choice:
      return choice_schema(setting);
    case SettingType::duration:
    case SettingType::size:
      return {{"type", "string"},
              {"pattern", unit_pattern(setting)},
              {"patternErrorMessage", "Takes " + accepted_values(setting)}};
    case SettingType::host:
      return {{"type", "string"},
              {"pattern", kHost},
              {"patternErrorMessage", "Takes " + accepted_values(setting)}};
    case SettingType::text:
      return text_schema();
    case SettingType::secret:
      return secret_schema();
  }
  return {};
}

Json variable_schema(const Json& literal) {
  Json name{{"type", "string"}, {"pattern", kVariableName}, {"description", "The variable's name"}};
  Json schema = closed_object("The value of a variable at run time; required unless it has a default",
                              {{"env", std::move(name)}, {"default", literal}});
  schema["required"] = Json::array({"env"});
  return schema;
}

Json value_schema(const SettingInfo& setting) {
  Json schema{{"description", description_of(setting)}};
  const Json literal = literal_schema(setting);
  if (setting.type == SettingType::secret) {
    schema.update(literal);
    schema["description"] = description_of(setting);
    return schema;
  }
  if (!setting.standard.empty()) schema["default"] = standard_of(setting);
  schema["anyOf"] = Json::array({literal, variable_schema(literal)});
  return schema;
}

Json document_schema(std::string_view description) {
  return {
      {"description", description}, {"type", Json::array({"string", "number", "boolean"})}, {"minLength", 1}};
}

Json name_schema(std::string_view description) {
  return {{"description", description}, {"type", "string"}, {"pattern", kName}};
}

Json member_name_schema() { return {{"pattern", kMemberName}, {"not", one_of_names(reserved_words())}}; }

Json word_schema(std::string_view description) {
  Json schema = name_schema(description);
  schema["not"] = one_of_names(reserved_words());
  return schema;
}

Json one_of_names(std::span<const std::string_view> names) {
  std::string pattern;
  for (const std::string_view name : names) {
    pattern += pattern.empty() ? "^(?:" : "|";
    for (const char c : name) pattern += c == '_' ? std::string("[-_]") : std::string(1, c);
  }
  return {{"pattern", pattern + ")$"}};
}

Json closed_object(std::string_view description, Json properties) {
  return {{"description", description},
          {"type", "object"},
          {"properties", std::move(properties)},
          {"additionalProperties", false}};
}

Json group_references() {
  Json references = Json::object();
  for (const SettingInfo& setting : catalogue()) {
    const std::string group(group_of(setting.path));
    references[group] = {{"$ref", "#/definitions/" + group}};
  }
  return references;
}

Json group_definitions() {
  Json definitions = Json::object();
  for (const SettingInfo& setting : catalogue()) {
    const std::string group(group_of(setting.path));
    if (!definitions.contains(group)) definitions[group] = group_schema(group);
  }
  return definitions;
}

Json language_version() {
  return {{"description", "Version of the schema language"}, {"type", "integer"}, {"enum", Json::array({1})}};
}

std::string json_schema_document(std::string_view title, const Json& schema) {
  Json document{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
  document.update(schema);
  document["definitions"] = group_definitions();
  return document.dump(2) + '\n';
}

}  // namespace redisconf::compiler
