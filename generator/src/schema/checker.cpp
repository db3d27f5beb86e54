#include "schema/checker.h"

#include <redisconf/config/rules.h>

#include <algorithm>
#include <string>
#include <utility>

#include "schema/yaml_text.h"

namespace redisconf::compiler {
namespace {

using generated::Source;

const ResolvedValue* find_value(const ResolvedEnvironment& environment, std::string_view path) {
  const SettingInfo* const setting = find_setting(path);
  return setting == nullptr ? nullptr : environment.find(position_of(*setting));
}

RuleValue rule_value(const ResolvedEnvironment& environment, std::string_view path) {
  const ResolvedValue* const found = find_value(environment, path);
  if (found == nullptr) return {};
  RuleValue value;
  value.set = true;
  value.known = found->value->source == Source::literal;
  value.number = found->value->number;
  if (value.known) value.text = found->value->text;
  return value;
}

// Where the value stands, or the environment that should have one.
const Place& place_of(const ResolvedEnvironment& environment, std::string_view path) {
  const ResolvedValue* const found = find_value(environment, path);
  return found == nullptr || found->place == nullptr ? environment.environment->place : *found->place;
}

class EnvironmentCheck {
 public:
  EnvironmentCheck(const ResolvedService& service, const ResolvedEnvironment& environment,
                   Diagnostics& diagnostics)
      : environment_(environment), diagnostics_(diagnostics) {
    context_ = service.service->name + '.' + environment.environment->name;
  }

  void run() {
    const RuleContext context{
        environment_.environment->strict, environment_.because != nullptr,
        [this](std::size_t setting) { return rule_value(environment_, catalogue()[setting].path); }};
    for (BrokenRule& broken : check_rules(context)) report(broken);
    if (environment_.environment->strict) check_locked();
    if (environment_.diverges == nullptr) check_divergences();
  }

 private:
  void check_locked() {
    for (const ResolvedValue& value : environment_.values) {
      if (value.value->source != Source::variable) continue;
      if (value.position >= catalogue().size() || !catalogue()[value.position].locked) continue;
      Diagnostic diagnostic = at(place_of(environment_, value.path));
      diagnostic.id = "locked";
      diagnostic.message = std::string(value.path) + " can't come from a variable in a strict environment";
      diagnostic.rule = "the setting is locked there: only a reviewed schema changes it";
      diagnostic.fix = "write the value itself";
      add_strictness(diagnostic);
      diagnostics_.add_in_context(std::move(diagnostic), context_);
    }
  }

  void check_divergences() {
    for (const Divergence& divergence : environment_.divergences) {
      const std::string path(divergence.own.path);
      Diagnostic diagnostic = at(*divergence.own.place);
      diagnostic.id = "diverges";
      diagnostic.message = path + " differs from what all other services use in this environment";
      diagnostic.rule = "host, port and TLS are one for all services, unless one says why not";
      diagnostic.fix = "remove it, or write the reason beside its group: `diverges: \"why\"`";
      relate(diagnostic, divergence.shared.place, "what services share");
      diagnostics_.add_in_context(std::move(diagnostic), context_);
    }
  }

  void report(BrokenRule& broken) {
    Diagnostic diagnostic = at(place_of(environment_, broken.path));
    diagnostic.id = broken.id;
    diagnostic.message = std::string(broken.path) + ' ' + broken.rule;
    diagnostic.fix = std::move(broken.fix);
    if (!broken.other.empty()) add_other(diagnostic, broken.other);
    if (broken.id.starts_with("strict-")) add_strictness(diagnostic);
    diagnostics_.add_in_context(std::move(diagnostic), context_);
  }

  // The value that the reported one clashes with.
  void add_other(Diagnostic& diagnostic, std::string_view path) {
    const ResolvedValue* const other = find_value(environment_, path);
    if (other == nullptr) return;
    const SettingInfo* const setting = find_setting(path);
    const std::string says = std::string(path) + " is " + yaml_value(*other->value, setting->type);
    if (other->place == nullptr) {
      diagnostic.rule = says + ", the catalogue's standard";
    } else {
      relate(diagnostic, other->place, says);
    }
  }

  void add_strictness(Diagnostic& diagnostic) {
    relate(diagnostic, &environment_.environment->strict_place, "the environment is strict");
  }

  static void relate(Diagnostic& diagnostic, const Place* place, std::string message) {
    if (place == nullptr || place->file == nullptr) return;
    diagnostic.related.push_back({place->file, place->offset, place->length, std::move(message)});
  }

  static Diagnostic at(const Place& place) {
    Diagnostic diagnostic;
    diagnostic.file = place.file;
    diagnostic.offset = place.offset;
    diagnostic.length = place.length;
    return diagnostic;
  }

  const ResolvedEnvironment& environment_;
  Diagnostics& diagnostics_;
  std::string context_;
};

}  // namespace

void check_resolved(const ResolvedService& service, Diagnostics& diagnostics) {
  for (const ResolvedEnvironment& environment : service.environments) {
    EnvironmentCheck(service, environment, diagnostics).run();
  }
}

}  // namespace redisconf::compiler
