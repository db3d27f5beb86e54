#include "inspect/resource_fields.h"

#include <redisconf/config/value.h>

#include <algorithm>
#include <utility>

#include "schema/cache_options.h"
#include "schema/channel_text.h"
#include "schema/yaml_text.h"

namespace redisconf::compiler {
namespace {

// A cache that says nothing falls back as the environment does.
std::string fallback_of(const Cache& cache, const ResolvedEnvironment& environment) {
  if (cache.fallback != generated::CacheFallback::environment) {
    return std::string(fallback_word(cache.fallback));
  }
  const auto mode = std::ranges::find(environment.values, "fallback.mode", &ResolvedValue::path);
  return mode == environment.values.end() ? "none" : yaml_value(*mode->value, SettingType::choice);
}

}  // namespace

std::vector<Resource> resources_of(const ServiceSchema& service, const ResolvedEnvironment& environment) {
  std::vector<Resource> resources;
  for (const Cache& cache : service.caches) {
    const std::string ttl = cache.time_to_live_ms == 0 ? "none" : format_duration(cache.time_to_live_ms);
    Resource resource{
        "caches", cache.name, cache.doc, {{"ttl", ttl}, {"fallback", fallback_of(cache, environment)}}};
    for (const CacheOption& option : kCacheOptions) {
      if (cache.options.*option.value == generated::CacheOptions{}.*option.value) continue;
      resource.fields.push_back(
          {option.field.setting.path, option_text(option, cache.options.*option.value)});
    }
    resources.push_back(std::move(resource));
  }
  for (const Channel& channel : service.channels) {
    Resource resource{"channels", channel.name, channel.doc, {}};
    for (auto& [key, value] : channel_text(channel)) resource.fields.push_back({key, std::move(value)});
    resources.push_back(std::move(resource));
  }
  for (const Queue& queue : service.queues) {
    const std::string retention = queue.retention_ms == 0 ? "none" : format_duration(queue.retention_ms);
    resources.push_back({"queues",
                         queue.name,
                         queue.doc,
                         {{"priorities", std::to_string(queue.priorities)},
                          {"max_attempts", std::to_string(queue.max_attempts)},
                          {"lease", format_duration(queue.lease_ms)},
                          {"retention", retention}}});
  }
  return resources;
}

}  // namespace redisconf::compiler
