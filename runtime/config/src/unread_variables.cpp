#include "unread_variables.h"

#include "redisconf/config/suggest.h"
#include "redisconf/config/value.h"
#include "utf8.h"
#include "vocabulary.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace redisconf {
namespace {

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
    if (!name.starts_with(variable)) return false;
    const std::string_view rest = name.substr(variable.size());
    return rest.empty() || rest == "_FILE";
  });
}

// Every name that the service reads, its own and the shared ones.
std::vector<std::string> known_names(const generated::Schema& schema) {
  std::vector<std::string> names = variable_names();
  const std::size_t shared = names.size();
  for (std::size_t index = 0; index < shared; ++index) {
    names.push_back(schema.variable_prefix + names[index]);
  }
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
  std::vector<Given> given;
  std::ranges::copy_if(layer.unread(), std::back_inserter(given), [&](const Given& variable) {
    return !is_named_by_schema(schema, values, variable.name);
  });
  if (given.empty()) return unread;
  const std::vector<std::string> names = known_names(schema);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string own = schema.variable_prefix + std::string(kStem);
  for (const auto& [name, value] : given) {
    if (begins_with_stem(name) || name.starts_with(own)) {
      unread.ours.push_back(problem_of(schema, layer, name, nearest_name(name, candidates)));
      continue;
    }
    const std::string_view nearest = nearest_name(name, candidates, kSlip);
    if (!nearest.empty()) unread.others.push_back(problem_of(schema, layer, name, nearest));
  }
  return unread;
}

}  // namespace redisconf
