#include "detect_environment.h"

#include "redisconf/config/suggest.h"

#include <string>
#include <string_view>
#include <vector>

namespace redisconf {
namespace {

using generated::Environment;
using generated::Schema;

struct Named {
  const char* variable = nullptr;
  const Environment* environment = nullptr;
};

const Environment* find_environment(const Schema& schema, std::string_view name) {
  for (const generated::Alias& alias : schema.aliases) {
    if (name == alias.name) name = alias.environment;
  }
  for (const Environment& environment : schema.environments) {
    if (name == environment.name) return &environment;
  }
  return nullptr;
}

std::vector<std::string_view> known_names(const Schema& schema) {
  std::vector<std::string_view> names;
  for (const Environment& environment : schema.environments) names.emplace_back(environment.name);
  return names;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

Problem unknown_environment(const Schema& schema, const char* variable, std::string_view name) {
  std::vector<std::string_view> candidates = known_names(schema);
  Problem problem{variable, "names no environment of the schema", schema.entry,
                  "use one of " + joined(candidates)};
  for (const generated::Alias& alias : schema.aliases) candidates.emplace_back(alias.name);
  const std::string_view nearest = nearest_name(name, candidates);
  if (!nearest.empty()) problem.fix.append("; did you mean ").append(nearest).append("?");
  return problem;
}

Problem contradiction(const Schema& schema, const Named& first, const Named& second) {
  return {first.variable,
          "says " + std::string(first.environment->name) + ", but " + second.variable + " says " +
              second.environment->name,
          schema.entry, "unset one of them, or make them agree"};
}

Problem unnamed(const Schema& schema) {
  std::string variables;
  for (const char* const name : schema.detection_variables) {
    variables.append(variables.empty() ? "" : " or ").append(name);
  }
  return {variables, "is not set, and the schema has no default environment", schema.entry,
          "export " + std::string(schema.detection_variables.front()) + "=<one of " +
              joined(known_names(schema)) + ">"};
}

}  // namespace

const Environment& detect_environment(const Schema& schema, const VariableLayer& process) {
  std::vector<Problem> problems;
  Named found;
  for (std::size_t index = 0; index < schema.detection_variables.size(); ++index) {
    const char* const variable = schema.detection_variables[index];
    const std::string_view value = process.detection(index).value;
    if (value.empty()) continue;
    const Named named{variable, find_environment(schema, value)};
    if (named.environment == nullptr) {
      problems.push_back(unknown_environment(schema, variable, value));
    } else if (found.environment == nullptr) {
      found = named;
    } else if (found.environment != named.environment) {
      problems.push_back(contradiction(schema, found, named));
    }
  }
  if (problems.empty() && found.environment == nullptr) {
    if (schema.default_environment != nullptr) {
      found.environment = find_environment(schema, schema.default_environment);
    }
    if (found.environment == nullptr) problems.push_back(unnamed(schema));
  }
  if (!problems.empty() || found.environment == nullptr) {
    throw ConfigurationError(schema.service, "", std::move(problems));
  }
  return *found.environment;
}

}  // namespace redisconf
