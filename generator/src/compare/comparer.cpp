#include "compare/comparer.h"

#include <algorithm>
#include <utility>

#include "compare/collector.h"
#include "compare/resource_comparer.h"
#include "compare/risk.h"
#include "compare/shared_comparer.h"
#include "schema/yaml_text.h"

namespace redisconf::compiler::compare {
namespace {

const Place* place_of(const Reason* reason) { return reason == nullptr ? nullptr : &reason->place; }

std::optional<std::string> text_of(const Reason* reason) {
  if (reason == nullptr) return {};
  return yaml_text(reason->text);
}

std::optional<std::string> text_of(const ResolvedValue* value, SettingType type) {
  if (value == nullptr) return {};
  return yaml_value(*value->value, type);
}

const Value* value_of(const ResolvedValue* value) { return value == nullptr ? nullptr : value->value; }

const Place* place_of(const ResolvedValue* value) { return value == nullptr ? nullptr : value->place; }

bool same_value(const Pair<ResolvedValue>& pair) {
  return pair.on_both() && *pair.before->value == *pair.after->value;
}

// A reason has its meaning only beside what it excuses.
const Reason* tls_reason(const ResolvedEnvironment* environment) {
  return environment == nullptr ? nullptr : environment->because;
}

const Reason* own_way(const ResolvedEnvironment* environment) {
  if (environment == nullptr || environment->divergences.empty()) return nullptr;
  return environment->diverges;
}

Assessment assess_reason(const Reason* before, const Reason* after, Assessment added) {
  if (before == nullptr) return added;
  if (after == nullptr) return {Risk::low, "the exception has ended"};
  return {Risk::low, "the reason reads otherwise"};
}

// The type of a custom setting, as the side that has it declares it.
SettingType custom_type(const ServiceSchema& service, std::string_view path) {
  const auto found = std::ranges::find(service.customs, path, &CustomSetting::path);
  return found == service.customs.end() ? SettingType::text : found->type;
}

// One service in one environment.
class EnvironmentComparer {
 public:
  EnvironmentComparer(const ServiceSchema* before, const ServiceSchema& after, Collector& collector)
      : before_(before), after_(after), collector_(collector) {}

  // Of an environment that is on both sides.
  void compare(const ResolvedEnvironment& before, const ResolvedEnvironment& after) {
    enter(after);
    strict_ = before.environment->strict || after.environment->strict;
    const auto path = [](const ResolvedValue& value) { return value.path; };
    for (const Pair<ResolvedValue>& pair : paired(before.values, after.values, path)) {
      if (!same_value(pair)) compare_value(pair);
    }
    compare_reasons(&before, after);
  }

  // What is new is no change, but for what weakens it.
  void review_new(const ResolvedEnvironment& after) {
    enter(after);
    strict_ = after.environment->strict;
    for (const ResolvedValue& value : after.values) {
      if (strict_ && is_weak_tls(value.path, *value.value)) compare_value({nullptr, &value, value});
    }
    compare_reasons(nullptr, after);
  }

 private:
  void enter(const ResolvedEnvironment& environment) {
    hit_ = {.service = after_.name, .environment = environment.environment->name, .file = after_.file};
  }

  void compare_value(const Pair<ResolvedValue>& pair) {
    const std::string_view path = pair.any.path;
    const Value* const before = value_of(pair.before);
    const Value* const after = value_of(pair.after);
    const SettingInfo* const setting = find_setting(path);
    SettingType old_type = setting == nullptr ? SettingType::text : setting->type;
    SettingType new_type = old_type;
    if (setting == nullptr && pair.before != nullptr) old_type = custom_type(*before_, path);
    if (setting == nullptr && pair.after != nullptr) new_type = custom_type(after_, path);
    add(ChangeKind::setting, std::string(path),
        {text_of(pair.before, old_type), text_of(pair.after, new_type)},
        setting == nullptr ? assess_custom(before, after, strict_)
                           : assess_setting(*setting, before, after, strict_),
        place_of(pair.before), place_of(pair.after));
  }

  void compare_reasons(const ResolvedEnvironment* before, const ResolvedEnvironment& after) {
    const Assessment excuse =
        strict_ ? Assessment{Risk::critical, "TLS may be weaker than full verification here"}
                : Assessment{Risk::low, "the environment is not strict: nothing needs the reason"};
    compare_reason("tls.because", tls_reason(before), tls_reason(&after), excuse);
    const Assessment departure{strict_ ? Risk::high : Risk::medium,
                               "the service is set apart from all others"};
    compare_reason("diverges", own_way(before), own_way(&after), departure);
  }

  void compare_reason(const char* subject, const Reason* before, const Reason* after, Assessment added) {
    add(ChangeKind::reason, subject, {text_of(before), text_of(after)}, assess_reason(before, after, added),
        place_of(before), place_of(after));
  }

  void add(ChangeKind kind, std::string subject, Values values, Assessment assessment, const Place* before,
           const Place* after) {
    Hit hit = hit_;
    hit.before = before;
    hit.after = after;
    collector_.add(kind, std::move(subject), std::move(values), assessment, hit);
  }

  const ServiceSchema* before_;
  const ServiceSchema& after_;
  Collector& collector_;
  Hit hit_;
  bool strict_ = false;
};

void compare_service(const ResolvedService* before, const ResolvedService& after, Collector& collector) {
  static const std::vector<ResolvedEnvironment> kNone;
  const auto name = [](const ResolvedEnvironment& each) { return std::string_view(each.environment->name); };
  EnvironmentComparer comparer(before == nullptr ? nullptr : before->service, *after.service, collector);
  const auto& old_environments = before == nullptr ? kNone : before->environments;
  for (const Pair<ResolvedEnvironment>& pair : paired(old_environments, after.environments, name)) {
    if (pair.on_both()) {
      comparer.compare(*pair.before, *pair.after);
    } else if (pair.after != nullptr) {
      comparer.review_new(*pair.after);
    }
  }
  if (before != nullptr) compare_resources(*before->service, *after.service, collector);
}

void compare_services(const std::vector<ResolvedService>& before, const Project& after,
                      Collector& collector) {
  const auto name = [](const ResolvedService& each) { return std::string_view(each.service->name); };
  for (const Pair<ResolvedService>& pair : paired(before, after.services, name)) {
    Values values;
    const SourceFile* const file = pair.after == nullptr ? after.shared.file : pair.after->service->file;
    Hit hit{.service = pair.any.service->name, .file = file};
    if (pair.before != nullptr) values.before = "declared";
    if (pair.before != nullptr) hit.before = &pair.before->service->place;
    if (pair.after != nullptr) values.after = "declared";
    if (pair.after != nullptr) hit.after = &pair.after->service->place;
    const Assessment assessment = pair.before == nullptr
                                      ? Assessment{Risk::low, "a new service"}
                                      : Assessment{Risk::high, "its wrapper and its settings are gone"};
    collector.add(ChangeKind::service, "service", std::move(values), assessment, hit);
    if (pair.after != nullptr) compare_service(pair.before, *pair.after, collector);
  }
}

}  // namespace

std::vector<Change> compare_projects(const Project* before, const Project& after) {
  static const std::vector<Environment> kNoEnvironments;
  static const std::vector<ResolvedService> kNoServices;
  Collector collector;
  if (before != nullptr) compare_detection(before->shared, after.shared, collector);
  compare_environments(before == nullptr ? kNoEnvironments : before->shared.environments, after.shared,
                       collector);
  compare_services(before == nullptr ? kNoServices : before->services, after, collector);
  return collector.take();
}

}  // namespace redisconf::compiler::compare
