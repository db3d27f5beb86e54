#include "adopt/rule_breakers.h"

#include <redisconf/config/catalogue.h>
#include <redisconf/config/rules.h>
#include <redisconf/config/value.h>

#include <algorithm>
#include <utility>

namespace redisconf::compiler {
namespace {

using Layer = std::vector<ProposedValue>;

ProposedValue* find(Layer& layer, std::string_view setting) {
  const auto found = std::ranges::find(layer, setting, &ProposedValue::setting);
  return found == layer.end() || found->text.empty() ? nullptr : &*found;
}

// The strongest layer stands last.
RuleValue value_of(const SettingInfo& setting, const std::vector<Layer*>& layers) {
  std::string_view text = setting.standard;
  for (Layer* const layer : layers) {
    if (const ProposedValue* const value = find(*layer, setting.path)) text = value->text;
  }
  if (text.empty()) return {};
  return {true, true, parse_value(setting, text).number, text};
}

void withdraw(ProposedValue& value, std::string why) {
  value.others.insert(value.others.begin(), {std::move(value.text), std::move(value.places), std::move(why)});
  value.text.clear();
  value.places.clear();
}

// False when all is well with what the last layer holds.
bool withdraw_one(const std::vector<Layer*>& layers) {
  RuleContext context;
  context.value = [&layers](std::size_t setting) { return value_of(catalogue()[setting], layers); };
  for (const BrokenRule& broken : check_rules(context)) {
    for (const std::string_view path : {broken.path, broken.other}) {
      ProposedValue* const value = find(*layers.back(), path);
      if (value == nullptr) continue;
      withdraw(*value, std::string(broken.path) + ' ' + broken.rule);
      return true;
    }
  }
  return false;
}

}  // namespace

void withdraw_what_breaks_rules(Proposal& proposal) {
  while (withdraw_one({&proposal.defaults})) {
  }
  for (ProposedService& service : proposal.services) {
    while (withdraw_one({&proposal.defaults, &service.settings})) {
    }
  }
}

}  // namespace redisconf::compiler
