#include "service_tables.h"

namespace redisconf::doctor {
namespace {

using compiler::ResolvedValue;

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  pointers.reserve(texts.size());
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return pointers;
}

// Paths and origins are views of whole strings, which end in a zero.
generated::Value value_of(const ResolvedValue& resolved) {
  const compiler::Value& value = *resolved.value;
  return {resolved.path.data(),
          {value.source, value.text.c_str(), value.standard ? value.standard->c_str() : nullptr},
          resolved.origin().data()};
}

generated::CustomType custom_type(SettingType type) {
  switch (type) {
    case SettingType::boolean:
      return generated::CustomType::boolean;
    case SettingType::text:
      return generated::CustomType::text;
    case SettingType::choice:
      return generated::CustomType::choice;
    case SettingType::duration:
      return generated::CustomType::duration;
    case SettingType::size:
      return generated::CustomType::size;
    default:
      return generated::CustomType::integer;
  }
}

}  // namespace

ServiceTables::ServiceTables(const compiler::ResolvedService& resolved)
    : entry_(resolved.shared->file->label() + " environment"),
      detection_variables_(pointers_to(resolved.shared->detection_variables)),
      ignored_variables_(pointers_to(resolved.shared->ignored_variables)) {
  const compiler::SharedSchema& shared = *resolved.shared;
  const compiler::ServiceSchema& service = *resolved.service;
  for (const auto& alias : shared.aliases) {
    aliases_.push_back({alias.name.c_str(), alias.environment.c_str()});
  }
  for (const auto& environment : resolved.environments) add_environment(environment);
  add_resources(service);
  schema_.service = service.name.c_str();
  schema_.key_prefix = service.key_prefix.c_str();
  schema_.variable_prefix = service.variable_prefix.c_str();
  schema_.entry = entry_.c_str();
  schema_.detection_variables = detection_variables_;
  schema_.ignored_variables = ignored_variables_;
  schema_.aliases = aliases_;
  if (shared.default_environment) {
    schema_.default_environment = shared.environments[*shared.default_environment].name.c_str();
  }
  schema_.environments = environments_;
  schema_.customs = customs_;
  schema_.caches = caches_;
  schema_.channels = channels_;
  schema_.queues = queues_;
}

void ServiceTables::add_environment(const compiler::ResolvedEnvironment& resolved) {
  std::vector<generated::Value>& values = values_.emplace_back();
  values.reserve(resolved.values.size());
  for (const ResolvedValue& value : resolved.values) values.push_back(value_of(value));
  const compiler::Environment& environment = *resolved.environment;
  const bool excused = environment.strict && resolved.because != nullptr;
  environments_.push_back({environment.name.c_str(), environment.place.origin.c_str(), environment.strict,
                           excused ? resolved.because->text.c_str() : nullptr, values});
}

void ServiceTables::add_resources(const compiler::ServiceSchema& service) {
  for (const auto& custom : service.customs) {
    customs_.push_back({custom.path.c_str(), custom_type(custom.type), custom.minimum, custom.maximum,
                        custom.choices.c_str(), custom.variable.c_str()});
  }
  for (const auto& cache : service.caches) {
    caches_.push_back({cache.name.c_str(), cache.time_to_live_ms, cache.fallback, cache.options});
  }
  for (const auto& channel : service.channels)
    channels_.push_back({channel.name.c_str(), channel.spool_bytes});
  for (const auto& queue : service.queues) {
    queues_.push_back(
        {queue.name.c_str(), queue.priorities, queue.max_attempts, queue.lease_ms, queue.retention_ms});
  }
}

}  // namespace redisconf::doctor
