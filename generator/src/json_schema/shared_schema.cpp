#include <utility>

#include "json_schema/json_schema.h"
#include "json_schema/parts.h"

namespace redisconf::compiler {
namespace {

Json environment_schema() {
  Json properties{{"default",
                   {{"description", "Whether a process that names no environment is here; at most one"},
                    {"type", "boolean"}}},
                  {"strict",
                   {{"description",
                     "A named host that is not this machine, a password, verified TLS, and locked settings "
                     "(schema/README.md)"},
                    {"type", "boolean"}}},
                  {"extends", name_schema("The environment whose settings and strictness it takes")}};
  properties.update(group_references());
  return closed_object("One environment", std::move(properties));
}

Json named(std::string_view description, Json values) {
  return {{"description", description},
          {"type", "object"},
          {"propertyNames", name_schema("A lower-case letter, then lower-case letters, digits, '-' and '_'")},
          {"additionalProperties", std::move(values)}};
}

Json list_of_variables(std::string_view description) {
  Json variable{{"type", "string"}, {"pattern", "^[A-Za-z_][A-Za-z0-9_]{0,127}$"}};
  return {{"description", description},
          {"type", "array"},
          {"minItems", 1},
          {"uniqueItems", true},
          {"items", std::move(variable)}};
}

Json detection_schema() {
  Json variables =
      list_of_variables("Variables that may name the environment, first come first; default [ENVIRONMENT]");
  Json ignored = list_of_variables("Variables that look like Redis settings and belong to somebody else");
  Json aliases = named("Other names of environments", name_schema("The environment that it stands for"));
  return closed_object(
      "How a process learns where it runs",
      {{"variables", std::move(variables)}, {"aliases", std::move(aliases)}, {"ignore", std::move(ignored)}});
}

}  // namespace

std::string shared_json_schema() {
  Json environments = named("Where processes run; each names its server", environment_schema());
  environments["minProperties"] = 1;
  Json properties{{"redisconf", language_version()},
                  {"environment", detection_schema()},
                  {"defaults", closed_object("Settings of all environments", group_references())},
                  {"environments", std::move(environments)}};
  Json schema = closed_object("What every service shares", std::move(properties));
  schema["required"] = Json::array({"redisconf", "environments"});
  return json_schema_document("redisconf: schema/redis.yaml", schema);
}

}  // namespace redisconf::compiler
