#include "inspect/listing.h"

#include <redisconf/config/catalogue.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "inspect/resource_fields.h"
#include "inspect/trace.h"
#include "schema/yaml_text.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNameColumn = 22;
constexpr std::size_t kValueColumn = 40;

SettingType type_of(const ServiceSchema& service, std::string_view path) {
  if (const SettingInfo* const setting = find_setting(path)) return setting->type;
  return std::ranges::find(service.customs, path, &CustomSetting::path)->type;
}

std::string value_of(const ServiceSchema& service, const ResolvedValue& value) {
  return yaml_value(*value.value, type_of(service, value.path));
}

void pad(std::string& line, std::size_t start, std::size_t width) {
  const std::size_t used = count_code_points(std::string_view(line).substr(start));
  line.append(used < width ? width - used : 2, ' ');
}

std::string headline(std::string_view text, bool colour) {
  return colour ? "\x1b[1m" + std::string(text) + "\x1b[0m\n" : std::string(text) + '\n';
}

std::string line_of(std::string_view name, const std::string& value, const std::string& origin) {
  std::string line = "  " + std::string(name);
  pad(line, 2, kNameColumn);
  const std::size_t start = line.size();
  line += printable(value);
  if (!origin.empty()) {
    pad(line, start, kValueColumn);
    line += origin;
  }
  return line + '\n';
}

std::string resources_text(const ServiceSchema& service, const ResolvedEnvironment& environment,
                           bool colour) {
  std::string text;
  std::string_view kind;
  for (const Resource& resource : resources_of(service, environment)) {
    if (resource.kind != kind) text += '\n' + headline(resource.kind, colour);
    kind = resource.kind;
    std::string fields;
    for (const ListedField& field : resource.fields) {
      fields += (fields.empty() ? "" : ", ") + std::string(field.name) + ' ' + field.value;
    }
    text += line_of(resource.name, fields, {});
  }
  return text;
}

Json setting_json(const ServiceSchema& service, const ResolvedEnvironment& environment,
                  const ResolvedValue& value) {
  Json object;
  object["value"] = value_of(service, value);
  object["source"] = value.value->source == generated::Source::literal    ? "literal"
                     : value.value->source == generated::Source::variable ? "variable"
                                                                          : "secret";
  object["origin"] = value.origin();
  if (value.place != nullptr) {
    const Location location = value.place->file->locate(value.place->offset);
    object["file"] = value.place->file->path();
    object["line"] = location.line;
    object["column"] = location.column;
  }
  const SettingInfo* const setting = find_setting(value.path);
  object["locked"] = setting != nullptr && setting->locked && environment.environment->strict;
  return object;
}

}  // namespace

std::string list_as_text(const ResolvedService& service, std::size_t environment, bool colour) {
  const ResolvedEnvironment& resolved = service.environments[environment];
  const ServiceSchema& schema = *service.service;
  std::string text = headline(
      schema.name + " in " + resolved.environment->name + (resolved.environment->strict ? " (strict)" : ""),
      colour);
  text += line_of("key_prefix", yaml_text(schema.key_prefix), {});
  if (resolved.diverges != nullptr && !resolved.divergences.empty()) {
    text += line_of("diverges", yaml_text(resolved.diverges->text), position_of(&resolved.diverges->place));
  }
  std::string_view group;
  for (const ResolvedValue& value : resolved.values) {
    if (group_of(value.path) != group) text += '\n' + headline(group_of(value.path), colour);
    group = group_of(value.path);
    text += line_of(member_of(value.path), value_of(schema, value), position_of(value.place));
    if (value.path == "tls.verify" && resolved.because != nullptr) {
      text += line_of("because", yaml_text(resolved.because->text), position_of(&resolved.because->place));
    }
  }
  return text + resources_text(schema, resolved, colour);
}

std::string list_as_json(const ResolvedService& service, std::size_t environment) {
  const ResolvedEnvironment& resolved = service.environments[environment];
  Json report;
  report["service"] = service.service->name;
  report["environment"] = resolved.environment->name;
  report["strict"] = resolved.environment->strict;
  report["keyPrefix"] = service.service->key_prefix;
  if (resolved.because != nullptr) report["because"] = resolved.because->text;
  if (resolved.diverges != nullptr) report["diverges"] = resolved.diverges->text;
  report["settings"] = Json::object();
  for (const ResolvedValue& value : resolved.values) {
    report["settings"][std::string(value.path)] = setting_json(*service.service, resolved, value);
  }
  for (const Resource& resource : resources_of(*service.service, resolved)) {
    Json& object = report[std::string(resource.kind)][resource.name];
    for (const ListedField& field : resource.fields) object[std::string(field.name)] = field.value;
  }
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string list_as_yaml(const ResolvedService& service, std::size_t environment) {
  const ResolvedEnvironment& resolved = service.environments[environment];
  std::string text = "service: " + yaml_text(service.service->name) +
                     "\nenvironment: " + yaml_text(resolved.environment->name) +
                     "\nstrict: " + (resolved.environment->strict ? "true" : "false") +
                     "\nkey_prefix: " + yaml_text(service.service->key_prefix) + '\n';
  std::string_view group;
  for (const ResolvedValue& value : resolved.values) {
    if (group_of(value.path) != group) text += std::string(group_of(value.path)) + ":\n";
    group = group_of(value.path);
    text += "  " + std::string(member_of(value.path)) + ": " + value_of(*service.service, value) + '\n';
  }
  std::string_view kind;
  for (const Resource& resource : resources_of(*service.service, resolved)) {
    if (resource.kind != kind) text += std::string(resource.kind) + ":\n";
    kind = resource.kind;
    text += "  " + resource.name + ":\n";
    for (const ListedField& field : resource.fields) {
      text += "    " + std::string(field.name) + ": " + yaml_text(field.value) + '\n';
    }
  }
  return text;
}

}  // namespace redisconf::compiler
