#include <redisconf/config/value.h>

#include <algorithm>

#include "render/ctemplate.h"
#include "render/render.h"
#include "render/templates.h"
#include "schema/cache_options.h"
#include "schema/channel_text.h"
#include "schema/yaml_text.h"

namespace redisconf::compiler {
namespace {

using ctemplate::TemplateDictionary;

constexpr std::size_t kOriginColumn = 40;

SettingType type_of(const ServiceSchema& service, std::size_t position) {
  const auto settings = catalogue();
  return position < settings.size() ? settings[position].type
                                    : service.customs[position - settings.size()].type;
}

// "host: localhost", padded so that origins stand below each other.
void add_line(TemplateDictionary& group, std::string_view member, const std::string& value,
              std::string_view origin, const char* section = "VALUE") {
  std::string text = std::string(member) + ": " + value;
  text.resize(std::max(text.size() + 2, kOriginColumn), ' ');
  TemplateDictionary* const line = group.AddSectionDictionary(section);
  line->SetValue("TEXT", text);
  line->SetValue("ORIGIN", std::string(origin));
}

void add_reason(TemplateDictionary& group, const ResolvedEnvironment& resolved) {
  if (resolved.because == nullptr) return;
  add_line(group, "because", yaml_text(resolved.because->text), resolved.because->place.origin);
}

void add_environment(TemplateDictionary& values, const ServiceSchema& service,
                     const ResolvedEnvironment& resolved) {
  TemplateDictionary* const environment = values.AddSectionDictionary("ENVIRONMENT");
  environment->SetValue("NAME", yaml_text(resolved.environment->name));
  environment->SetValue("STRICT", resolved.environment->strict ? "true" : "false");
  if (resolved.diverges != nullptr && !resolved.divergences.empty()) {
    add_line(*environment, "diverges", yaml_text(resolved.diverges->text), resolved.diverges->place.origin,
             "DIVERGES");
  }
  TemplateDictionary* group = nullptr;
  std::string_view group_name;
  for (const ResolvedValue& value : resolved.values) {
    if (group == nullptr || group_of(value.path) != group_name) {
      if (group != nullptr && group_name == "tls") add_reason(*group, resolved);
      group_name = group_of(value.path);
      group = environment->AddSectionDictionary("GROUP");
      group->SetValue("NAME", std::string(group_name));
    }
    add_line(*group, member_of(value.path), yaml_value(*value.value, type_of(service, value.position)),
             value.origin());
  }
}

TemplateDictionary* add_resource(TemplateDictionary& values, const char* section, const std::string& name) {
  values.ShowSection(section);
  TemplateDictionary* const resource = values.AddSectionDictionary(std::string(section) + "_ITEM");
  resource->SetValue("NAME", name);
  return resource;
}

void add_resources(TemplateDictionary& values, const ServiceSchema& service) {
  for (const Cache& cache : service.caches) {
    TemplateDictionary* const item = add_resource(values, "CACHES", yaml_text(cache.name));
    item->SetValue("TTL", cache.time_to_live_ms == 0 ? "none" : format_duration(cache.time_to_live_ms));
    if (cache.fallback != generated::CacheFallback::environment) {
      item->SetValueAndShowSection("FALLBACK", std::string(fallback_word(cache.fallback)), "OWN_FALLBACK");
    }
    for (const CacheOption& option : kCacheOptions) {
      const std::int64_t value = cache.options.*option.value;
      if (value == generated::CacheOptions{}.*option.value) continue;
      TemplateDictionary* const line = item->AddSectionDictionary("OPTION");
      line->SetValue("KEY", std::string(option.field.setting.path));
      line->SetValue("VALUE", option_text(option, value));
    }
  }
  for (const Channel& channel : service.channels) {
    TemplateDictionary* const item = add_resource(values, "CHANNELS", yaml_text(channel.name));
    for (const auto& [key, value] : channel_text(channel)) {
      TemplateDictionary* const field = item->AddSectionDictionary("FIELD");
      field->SetValue("KEY", std::string(key));
      field->SetValue("VALUE", value);
    }
  }
  for (const Queue& queue : service.queues) {
    TemplateDictionary* const item = add_resource(values, "QUEUES", yaml_text(queue.name));
    item->SetIntValue("PRIORITIES", queue.priorities);
    item->SetIntValue("MAX_ATTEMPTS", queue.max_attempts);
    item->SetValue("LEASE", format_duration(queue.lease_ms));
    if (queue.retention_ms == 0) continue;
    item->SetValueAndShowSection("RETENTION", format_duration(queue.retention_ms), "OWN_RETENTION");
  }
}

}  // namespace

std::string render_effective(const ResolvedService& resolved) {
  const ServiceSchema& service = *resolved.service;
  TemplateDictionary values("effective.yaml");
  values.SetValue("SCHEMA_FILE", service.file->label());
  values.SetValue("SERVICE", yaml_text(service.name));
  values.SetValue("KEY_PREFIX", yaml_text(service.key_prefix));
  for (const ResolvedEnvironment& environment : resolved.environments) {
    add_environment(values, service, environment);
  }
  add_resources(values, service);
  return Templates::expand("effective.yaml", values);
}

}  // namespace redisconf::compiler
