#include "compare/shared_comparer.h"

#include <algorithm>
#include <utility>

namespace redisconf::compiler::compare {
namespace {

std::string list_text(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) text += (text.size() > 1 ? ", " : "") + name;
  return text + ']';
}

const Place* said(const Place& place) { return place.file == nullptr ? nullptr : &place; }

std::string strictness(const Environment& environment) {
  return environment.strict ? "strict" : "not strict";
}

Assessment assess_variables(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  const bool appended =
      before.size() < after.size() && std::equal(before.begin(), before.end(), after.begin());
  if (appended) return {Risk::high, "a process may find its environment in another variable"};
  return {Risk::critical, "a process may find another environment than before"};
}

Assessment assess_alias(const Pair<Alias>& alias) {
  if (alias.before == nullptr)
    return {Risk::medium, "a name that stopped a process now chooses an environment"};
  if (alias.after == nullptr) return {Risk::high, "a process that is told this name stops at its start"};
  return {Risk::critical, "a process that is told this name changes its environment"};
}

Assessment assess_environment(const Pair<Environment>& pair) {
  if (pair.before == nullptr) return {Risk::medium, "a new environment"};
  if (pair.after == nullptr) {
    return {pair.before->strict ? Risk::critical : Risk::high, "a process there stops at its start"};
  }
  if (pair.before->strict) return {Risk::critical, "the rules of strict environments no longer hold there"};
  return {Risk::high, "a process that breaks the rules of strict environments stops at its start"};
}

const Environment* default_of(const SharedSchema& schema) {
  return schema.default_environment ? &schema.environments[*schema.default_environment] : nullptr;
}

void compare_default(const SharedSchema& before, const SharedSchema& after, Collector& collector) {
  const Environment* const old_default = default_of(before);
  const Environment* const new_default = default_of(after);
  Values values;
  Hit hit{.file = after.file};
  if (old_default != nullptr) values.before = old_default->name;
  if (old_default != nullptr) hit.before = &old_default->place;
  if (new_default != nullptr) values.after = new_default->name;
  if (new_default != nullptr) hit.after = &new_default->place;
  collector.add(ChangeKind::detection, "environment.default", std::move(values),
                {Risk::critical, "what a process gets that names no environment"}, hit);
}

}  // namespace

void compare_detection(const SharedSchema& before, const SharedSchema& after, Collector& collector) {
  collector.add(
      ChangeKind::detection, "environment.variables",
      {list_text(before.detection_variables), list_text(after.detection_variables)},
      assess_variables(before.detection_variables, after.detection_variables),
      {.before = said(before.detection_place), .after = said(after.detection_place), .file = after.file});
  collector.add(
      ChangeKind::detection, "environment.ignore",
      {list_text(before.ignored_variables), list_text(after.ignored_variables)},
      {Risk::low, "variables that are not reported as misspelt"},
      {.before = said(before.ignored_place), .after = said(after.ignored_place), .file = after.file});
  for (const Pair<Alias>& alias :
       paired(before.aliases, after.aliases, [](const Alias& each) { return std::string_view(each.name); })) {
    Values values;
    Hit hit{.file = after.file};
    if (alias.before != nullptr) values.before = alias.before->environment;
    if (alias.before != nullptr) hit.before = &alias.before->place;
    if (alias.after != nullptr) values.after = alias.after->environment;
    if (alias.after != nullptr) hit.after = &alias.after->place;
    collector.add(ChangeKind::detection, "environment.aliases." + alias.any.name, std::move(values),
                  assess_alias(alias), hit);
  }
  compare_default(before, after, collector);
}

void compare_environments(const std::vector<Environment>& before, const SharedSchema& after,
                          Collector& collector) {
  const auto name = [](const Environment& each) { return std::string_view(each.name); };
  const auto place = [](const Environment& each) {
    return each.strict_place.file == nullptr ? &each.place : &each.strict_place;
  };
  for (const Pair<Environment>& pair : paired(before, after.environments, name)) {
    Values values;
    Hit hit{.environment = pair.any.name, .file = after.file};
    if (pair.before != nullptr) values.before = strictness(*pair.before);
    if (pair.before != nullptr) hit.before = place(*pair.before);
    if (pair.after != nullptr) values.after = strictness(*pair.after);
    if (pair.after != nullptr) hit.after = pair.before == nullptr ? &pair.after->place : place(*pair.after);
    collector.add(ChangeKind::environment, "environments." + pair.any.name, std::move(values),
                  assess_environment(pair), hit);
  }
}

}  // namespace redisconf::compiler::compare
