#include "schema/checker.h"

#include <redisconf/config/rules.h>

#include <algorithm>
#include <string>
#include <utility>

namespace redisconf::compiler {
namespace {

using generated::Source;

const ResolvedValue* find_value(const ResolvedEnvironment& environment, std::string_view path) {
  const auto found = std::ranges::find(environment.values, path, &ResolvedValue::path);
  return found == environment.values.end() ? nullptr : &*found;
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
    const RuleContext context{environment_.environment->strict, environment_.because != nullptr,
                              [this](std::string_view path) { return rule_value(environment_, path); }};
    for (BrokenRule& broken : check_rules(context)) {
      report(broken.path, std::string(broken.path) + ' ' + broken.rule, {}, std::move(broken.fix));
    }
    if (environment_.environment->strict) check_locked();
  }

 private:
  void check_locked() {
    for (const ResolvedValue& value : environment_.values) {
      if (value.value->source != Source::variable) continue;
      const SettingInfo* const setting = find_setting(value.path);
      if (setting == nullptr || !setting->locked) continue;
      report(value.path, std::string(value.path) + " can't come from a variable in a strict environment",
             "the setting is locked there: only a reviewed schema changes it", "write the value itself");
    }
  }

  void report(std::string_view path, std::string message, std::string rule, std::string fix) {
    const Place& place = place_of(environment_, path);
    Diagnostic diagnostic;
    diagnostic.file = place.file;
    diagnostic.offset = place.offset;
    diagnostic.length = place.length;
    diagnostic.message = std::move(message);
    diagnostic.rule = std::move(rule);
    diagnostic.fix = std::move(fix);
    diagnostics_.add_in_context(std::move(diagnostic), context_);
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
