#include "unread_variables.h"

#include "catalogue_table.h"
#include "redisconf/config/suggest.h"
#include "redisconf/config/value.h"
#include "utf8.h"

#include <algorithm>
#include <array>
#include <string>

namespace redisconf {
namespace {

constexpr std::array<std::string_view, 3> kBesideSettings{"REDIS_URL", "REDIS_URL_FILE", "REDIS_TLS_URL"};

bool is_named_by_schema(const generated::Schema& schema, const std::vector<const generated::Value*>& values,
                        std::string_view name) {
  if (std::ranges::find(schema.ignored_variables, name, [](const char* ignored) {
        return std::string_view(ignored);
      }) != schema.ignored_variables.end()) {
    return true;
  }
  return std::ranges::any_of(values, [name](const generated::Value* value) {
    if (value == nullptr) return false;
    if (value->text.source == generated::Source::variable) return name == value->text.text;
    if (value->text.source != generated::Source::secret) return false;
    const std::string variable = variable_of_secret(value->text.text);
    return name == variable || name == variable + "_FILE";
  });
}

// Every name that the service reads, its own and the shared ones.
std::vector<std::string> known_names(const generated::Schema& schema) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    names.push_back(name);
    names.push_back(schema.variable_prefix + name);
  };
  for (const SettingInfo& setting : table::kCatalogue) {
    add(std::string(setting.variable));
    if (setting.type == SettingType::secret) add(std::string(setting.variable) + "_FILE");
  }
  for (const std::string_view name : kBesideSettings) add(std::string(name));
  for (const generated::Custom& custom : schema.customs) names.emplace_back(custom.variable);
  return names;
}

std::string fix_for(const std::string& name, std::string_view nearest) {
  if (nearest.empty()) return "unset it, or name it in the schema: environment: {ignore: [" + name + "]}";
  return "did you mean " + std::string(nearest) + "?";
}

// A name may be any bytes, and messages go to logs and into JSON.
Problem problem_of(const generated::Schema& schema, const VariableLayer& layer, std::string_view name,
                   std::string_view nearest) {
  const std::string shown = printable_line(name);
  return {place_of(shown, layer.source()), "is read by nothing", schema.entry, fix_for(shown, nearest)};
}

}  // namespace

Unread unread_variables(const generated::Schema& schema, const std::vector<const generated::Value*>& values,
                        const VariableLayer& layer) {
  constexpr std::size_t kSlip = 2;
  Unread unread;
  const std::vector<std::string> names = known_names(schema);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string own = std::string(schema.variable_prefix) + "REDIS";
  for (const Given& given : layer.unread()) {
    if (is_named_by_schema(schema, values, given.name)) continue;
    if (given.name.starts_with("REDIS") || given.name.starts_with(own)) {
      unread.ours.push_back(problem_of(schema, layer, given.name, nearest_name(given.name, candidates)));
      continue;
    }
    const std::string_view nearest = nearest_name(given.name, candidates, kSlip);
    if (!nearest.empty()) unread.others.push_back(problem_of(schema, layer, given.name, nearest));
  }
  return unread;
}

}  // namespace redisconf
