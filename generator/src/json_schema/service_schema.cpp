#include <utility>

#include "json_schema/json_schema.h"
#include "json_schema/parts.h"
#include "schema/cache_options.h"
#include "schema/custom_reader.h"
#include "schema/resource_fields.h"
#include "schema/resource_reader.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

// A field whose `none` stands beside its values.
Json field_schema(const ResourceField& field) {
  Json schema{{"description", std::string(field.setting.summary)}};
  if (!field.setting.standard.empty() && field.setting.type != SettingType::integer) {
    schema["default"] = field.setting.standard;
  }
  Json literal = literal_schema(field.setting);
  if (field.takes_none) {
    schema["anyOf"] =
        Json::array({{{"type", "string"}, {"enum", Json::array({"none"})}}, std::move(literal)});
  } else {
    schema.update(literal);
  }
  return schema;
}

template <class Fields>
Json resource_schema(std::string_view description, std::string_view one, const Fields& fields) {
  Json properties{{"doc", document_schema("What it is, for the wrapper's documentation")}};
  Json required = Json::array();
  for (const ResourceField& field : fields) {
    properties[std::string(field.setting.path)] = field_schema(field);
    if (field.required) required.push_back(field.setting.path);
  }
  Json values = closed_object(one, std::move(properties));
  if (!required.empty()) values["required"] = std::move(required);
  return {{"description", description},
          {"type", "object"},
          {"propertyNames", member_name_schema()},
          {"maxProperties", kMaxMembers},
          {"additionalProperties", std::move(values)}};
}

// What the other keys of a custom setting may be when its type is this one.
Json custom_case(const CustomType& type) {
  const SettingInfo setting{.type = type.type, .minimum = type.minimum, .maximum = type.maximum};
  const bool is_enum = type.type == SettingType::choice;
  const Json literal = is_enum ? name_schema("One of the values") : literal_schema(setting);
  Json then{{"default", {{"anyOf", Json::array({literal, variable_schema(literal)})}}}};
  then["min"] = has_bounds(type.type) ? literal : Json(false);
  then["max"] = has_bounds(type.type) ? literal : Json(false);
  if (!is_enum) then["values"] = false;
  Json branch{
      {"if", {{"properties", {{"type", {{"enum", Json::array({type.name})}}}}}, {"required", {"type"}}}},
      {"then", {{"properties", std::move(then)}}}};
  if (is_enum) branch["then"]["required"] = Json::array({"values"});
  return branch;
}

Json custom_schema() {
  Json types = Json::array();
  Json cases = Json::array();
  for (const CustomType& type : kCustomTypes) {
    types.push_back(type.name);
    cases.push_back(custom_case(type));
  }
  Json values{{"description", "The values of an enum"},
              {"type", "array"},
              {"minItems", 1},
              {"maxItems", kMaxEnumValues},
              {"uniqueItems", true},
              {"items", word_schema("A lower-case word that is none of C++")}};
  Json properties{
      {"doc", document_schema("What it means, for the wrapper's documentation")},
      {"type", {{"description", "What it holds"}, {"type", "string"}, {"enum", std::move(types)}}},
      {"default", {{"description", "Without it the variable is required"}}},
      {"min", {{"description", "Smallest value of an integer, a duration or a size"}}},
      {"max", {{"description", "Largest value of an integer, a duration or a size"}}},
      {"values", std::move(values)}};
  Json setting = closed_object("One setting of the service itself", std::move(properties));
  setting["required"] = Json::array({"type"});
  setting["allOf"] = std::move(cases);
  return {{"description", "Settings of the service's own"},
          {"type", "object"},
          {"propertyNames", member_name_schema()},
          {"maxProperties", kMaxMembers},
          {"additionalProperties", std::move(setting)}};
}

// The type of what is overridden stands elsewhere in the file: any literal may be right.
Json overrides_schema() {
  const Json literal{{"type", Json::array({"string", "number", "boolean"})}, {"minLength", 1}};
  return {{"description", "Other values of the service's own settings, in this environment"},
          {"type", "object"},
          {"propertyNames", member_name_schema()},
          {"maxProperties", kMaxMembers},
          {"additionalProperties", {{"anyOf", Json::array({literal, variable_schema(literal)})}}}};
}

Json layer_schema(std::string_view description, const Json& others) {
  Json properties = group_references();
  properties.update(others);
  properties["diverges"] = document_schema("Why host, port or TLS differ here from all other services");
  return closed_object(description, std::move(properties));
}

Json service_name() {
  Json schema = name_schema("The name of the file; the wrapper's namespace");
  Json taken = Json::array({one_of_names(reserved_words()), one_of_names(taken_namespaces())});
  schema["not"] = {{"anyOf", std::move(taken)}};
  return schema;
}

Json environments_schema() {
  Json layer =
      layer_schema("Settings of this service in this environment alone", {{"custom", overrides_schema()}});
  return {{"description", "What differs in single environments of schema/redis.yaml"},
          {"type", "object"},
          {"propertyNames", name_schema("An environment of schema/redis.yaml")},
          {"additionalProperties", std::move(layer)}};
}

}  // namespace

std::string service_json_schema() {
  Json prefix = literal_schema({.type = SettingType::text});
  prefix["description"] = "What all keys of the service begin with; the name and a colon by default";
  Json properties{
      {"redisconf", language_version()},
      {"service", service_name()},
      {"summary", document_schema("What the service does, in one sentence")},
      {"key_prefix", std::move(prefix)},
      {"settings", layer_schema("Settings of this service in all environments", Json::object())},
      {"environments", environments_schema()},
      {"caches", resource_schema("Caches, by name", "One cache", kCacheFields)},
      {"channels", resource_schema("Channels that it publishes to, by name", "One channel", kChannelFields)},
      {"queues", resource_schema("Job queues, by name", "One queue", kQueueFields)},
      {"custom", custom_schema()}};
  Json schema = closed_object("One service", std::move(properties));
  schema["required"] = Json::array({"redisconf", "service"});
  return json_schema_document("redisconf: schema/services/<name>.yaml", schema);
}

}  // namespace redisconf::compiler
