#include "schema/resolver.h"

#include <redisconf/config/value.h>

#include <algorithm>
#include <array>
#include <optional>

namespace redisconf::compiler {
namespace {

std::optional<Value> parse_standard(const SettingInfo& setting, std::string_view text) {
  if (text.empty()) return {};
  const ParsedValue parsed = parse_value(setting, text);
  return Value{generated::Source::literal, format_value(setting, parsed.number, text), {}, parsed.number};
}

struct Standards {
  std::vector<std::optional<Value>> relaxed;
  std::vector<std::optional<Value>> strict;
};

Standards read_standards() {
  Standards standards;
  for (const SettingInfo& setting : catalogue()) {
    const bool differs = !setting.strict_standard.empty();
    standards.relaxed.push_back(parse_standard(setting, setting.standard));
    standards.strict.push_back(parse_standard(setting, differs ? setting.strict_standard : setting.standard));
  }
  return standards;
}

void append_customs(const ServiceSchema& service, const ServiceEnvironment* own,
                    ResolvedEnvironment& resolved) {
  const std::size_t first = resolved.values.size();
  std::size_t position = catalogue().size();
  for (const CustomSetting& custom : service.customs) {
    resolved.values.push_back({custom.path, &custom.standard, &custom.place, position++});
  }
  if (own == nullptr) return;
  for (const CustomAssignment& assignment : own->customs) {
    ResolvedValue& value = resolved.values[first + assignment.custom];
    value.value = &assignment.value;
    value.place = &assignment.place;
  }
}

const ServiceEnvironment* find_own(const ServiceSchema& service, std::size_t environment) {
  for (const ServiceEnvironment& own : service.environments) {
    if (own.environment == environment) return &own;
  }
  return nullptr;
}

}  // namespace

const ResolvedValue* ResolvedEnvironment::find(std::size_t position) const noexcept {
  const auto found = std::ranges::lower_bound(values, position, {}, &ResolvedValue::position);
  return found != values.end() && found->position == position ? &*found : nullptr;
}

std::size_t position_of(const SettingInfo& setting) noexcept {
  return static_cast<std::size_t>(&setting - catalogue().data());
}

const Value* standard_value(std::size_t setting, bool strict) {
  static const Standards kStandards = read_standards();
  const auto& value = (strict ? kStandards.strict : kStandards.relaxed)[setting];
  return value ? &*value : nullptr;
}

Resolver::Resolver(const SharedSchema& shared) : shared_(shared) {
  for (const Environment& environment : shared.environments) {
    Stack stack;
    for (std::size_t setting = 0; setting < catalogue().size(); ++setting) {
      stack.values.push_back(
          {catalogue()[setting].path, standard_value(setting, environment.strict), nullptr, setting});
    }
    apply(shared.defaults, stack);
    for (const std::size_t each : environment.lineage) apply(shared.environments[each].layer, stack);
    bases_.push_back(std::move(stack));
  }
}

void Resolver::apply(const Layer& layer, Stack& stack) {
  for (const Assignment& assignment : layer.assignments) {
    ResolvedValue& value = stack.values[assignment.setting];
    value.value = &assignment.value;
    value.place = &assignment.place;
  }
  if (layer.because) stack.because = &*layer.because;
  if (layer.diverges) stack.diverges = &*layer.diverges;
}

std::vector<Divergence> Resolver::divergences(std::size_t environment, const Stack& stack) const {
  std::vector<Divergence> found;
  const std::vector<ResolvedValue>& shared = bases_[environment].values;
  for (std::size_t setting = 0; setting < catalogue().size(); ++setting) {
    const ResolvedValue& own = stack.values[setting];
    if (!catalogue()[setting].core || own.place == shared[setting].place) continue;
    const Value* const other = shared[setting].value;
    if (other == nullptr || !(*other == *own.value)) found.push_back({own, shared[setting]});
  }
  return found;
}

ResolvedService Resolver::resolve(const ServiceSchema& service) const {
  ResolvedService resolved{&shared_, &service, {}};
  for (std::size_t index = 0; index < shared_.environments.size(); ++index) {
    Stack stack = bases_[index];
    apply(service.settings, stack);
    const ServiceEnvironment* const own = find_own(service, index);
    if (own != nullptr) apply(own->layer, stack);
    auto divergent = divergences(index, stack);
    std::erase_if(stack.values, [](const ResolvedValue& value) { return value.value == nullptr; });
    ResolvedEnvironment environment{&shared_.environments[index], std::move(stack.values), stack.because,
                                    stack.diverges, std::move(divergent)};
    append_customs(service, own, environment);
    resolved.environments.push_back(std::move(environment));
  }
  return resolved;
}

}  // namespace redisconf::compiler
