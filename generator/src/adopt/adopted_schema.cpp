#include "adopt/adopted_schema.h"

#include <redisconf/config/catalogue.h>

#include <algorithm>
#include <string_view>

#include "edit/starting_schema.h"
#include "schema/yaml_text.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

// "5s in api/cache.py:3:5, web/store.ts:8:1 and 3 more places"
std::string describe(const Alternative& alternative) {
  constexpr std::size_t kShown = 3;
  std::string text = printable(alternative.text) + " in ";
  const std::size_t shown = std::min(kShown, alternative.places.size());
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + alternative.places[i];
  const std::size_t more = alternative.places.size() - shown;
  if (more > 0) text += " and " + std::to_string(more) + (more == 1 ? " more place" : " more places");
  if (!alternative.refusal.empty()) text += "; not taken over: " + alternative.refusal;
  return text;
}

// One comment a value, so that each is decided alone.
std::string decisions(const ProposedValue& value, std::string_view indent) {
  constexpr std::size_t kShown = 8;
  std::string text;
  const std::size_t shown = std::min(kShown, value.others.size());
  for (std::size_t i = 0; i < shown; ++i) {
    text += std::string(indent) + "# decide: " + std::string(value.setting) + ": " +
            describe(value.others[i]) + '\n';
  }
  if (shown < value.others.size()) {
    text += std::string(indent) + "# decide: " + std::string(value.setting) + ": " +
            std::to_string(value.others.size() - shown) + " more values; `redisconf scan` lists them\n";
  }
  return text;
}

std::string written(const ProposedValue& value) {
  const SettingType type = find_setting(value.setting)->type;
  const bool is_text = type == SettingType::text || type == SettingType::host;
  return is_text ? yaml_text(value.text) : value.text;
}

// Groups in the order of the catalogue, a line a setting.
std::string settings_block(const std::vector<ProposedValue>& values) {
  std::string text;
  std::string_view group;
  for (const ProposedValue& value : values) {
    if (!value.text.empty() && group_of(value.setting) != group) {
      group = group_of(value.setting);
      text += "  " + std::string(group) + ":\n";
    }
    text += decisions(value, value.text.empty() ? "  " : "    ");
    if (!value.text.empty()) {
      text += "    " + std::string(member_of(value.setting)) + ": " + written(value) + '\n';
    }
  }
  return text;
}

}  // namespace

std::string adopted_shared_schema(const Proposal& proposal) {
  StartingSchema schema;
  schema.host_variable = proposal.host_variable;
  schema.port_variable = proposal.port_variable;
  schema.defaults = settings_block(proposal.defaults);
  for (const ProposedValue& note : proposal.notes) schema.notes += decisions(note, "    ");
  return starting_shared_schema(schema);
}

std::string adopted_service_schema(const ProposedService& service, const std::string& summary) {
  const auto has_text = [](const ProposedValue& value) { return !value.text.empty(); };
  std::string text = starting_service_schema(service.name, summary);
  if (!service.settings.empty()) text += '\n';
  if (std::ranges::any_of(service.settings, has_text)) text += "settings:\n";
  return text + settings_block(service.settings);
}

}  // namespace redisconf::compiler
