#include "inspect/trace.h"

#include <redisconf/config/value.h>

#include <algorithm>

namespace redisconf::compiler {
namespace {

using generated::Source;

class Tracer {
 public:
  Tracer(const ResolvedService& resolved, std::size_t environment, std::size_t setting)
      : shared_(*resolved.shared),
        service_(*resolved.service),
        environment_(shared_.environments[environment]),
        setting_(setting) {}

  std::vector<Statement> run() {
    if (const Value* const standard = standard_value(setting_, environment_.strict)) {
      statements_.push_back({catalogue_layer(), standard, nullptr});
    }
    add("defaults of " + shared_.file->label(), shared_.defaults);
    for (const std::size_t each : environment_.lineage) {
      const Environment& base = shared_.environments[each];
      std::string layer = "environments." + base.name + " of " + shared_.file->label();
      if (&base != &environment_) layer += ", which " + environment_.name + " extends";
      add(std::move(layer), base.layer);
    }
    add("settings of " + service_.file->label(), service_.settings);
    for (const ServiceEnvironment& own : service_.environments) {
      if (&shared_.environments[own.environment] != &environment_) continue;
      add("environments." + environment_.name + " of " + service_.file->label(), own.layer);
    }
    return std::move(statements_);
  }

 private:
  [[nodiscard]] std::string catalogue_layer() const {
    const bool differs = environment_.strict && !catalogue()[setting_].strict_standard.empty();
    return differs ? "the catalogue's standard for strict environments" : "the catalogue's standard";
  }

  void add(std::string layer, const Layer& assignments) {
    for (const Assignment& assignment : assignments.assignments) {
      if (assignment.setting != setting_) continue;
      statements_.push_back({std::move(layer), &assignment.value, &assignment.place});
      return;
    }
  }

  const SharedSchema& shared_;
  const ServiceSchema& service_;
  const Environment& environment_;
  std::size_t setting_;
  std::vector<Statement> statements_;
};

std::vector<Statement> trace_custom(const ResolvedService& resolved, std::size_t environment,
                                    std::size_t index) {
  const ServiceSchema& service = *resolved.service;
  const CustomSetting& custom = service.customs[index];
  std::vector<Statement> statements{
      {"its declaration in " + service.file->label(), &custom.standard, &custom.place}};
  for (const ServiceEnvironment& own : service.environments) {
    if (own.environment != environment) continue;
    for (const CustomAssignment& assignment : own.customs) {
      if (assignment.custom != index) continue;
      statements.push_back(
          {"environments." + resolved.shared->environments[environment].name + " of " + service.file->label(),
           &assignment.value, &assignment.place});
    }
  }
  return statements;
}

void add_once(std::vector<std::string>& names, std::string name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
}

}  // namespace

std::vector<Statement> trace(const ResolvedService& service, std::size_t environment,
                             const AskedSetting& setting) {
  if (setting.custom) return trace_custom(service, environment, setting.index);
  return Tracer(service, environment, setting.index).run();
}

RuntimeSources runtime_sources(const ServiceSchema& service, const Environment& environment,
                               const AskedSetting& setting, const Value* winner) {
  RuntimeSources sources;
  const std::string variable(setting.info.variable);
  if (!setting.custom) sources.variables.push_back(service.variable_prefix + variable);
  add_once(sources.variables, variable);
  if (winner != nullptr && winner->source == Source::variable) {
    add_once(sources.variables, winner->text);
    sources.required = !winner->standard.has_value();
  } else if (winner != nullptr && winner->source == Source::secret) {
    add_once(sources.variables, variable_of_secret(winner->text));
    sources.secret_file = winner->text;
    sources.required = true;
  }
  sources.locked = environment.strict && setting.info.locked;
  return sources;
}

std::string position_of(const Place* place) {
  if (place == nullptr || place->file == nullptr) return "catalogue";
  const Location location = place->file->locate(place->offset);
  return place->file->path() + ':' + std::to_string(location.line) + ':' + std::to_string(location.column);
}

}  // namespace redisconf::compiler
