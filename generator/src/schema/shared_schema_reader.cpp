#include "schema/shared_schema_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schema/environments_reader.h"
#include "schema/group_reader.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

constexpr std::array<std::string_view, 4> kTopKeys{"redisconf", "environment", "defaults", "environments"};
constexpr std::array<std::string_view, 3> kDetectionKeys{"variables", "aliases", "ignore"};
constexpr std::size_t kMaxVariables = 16;
constexpr std::string_view kStandardVariable = "ENVIRONMENT";

// A list of variables, and how one is written.
struct VariableList {
  std::string_view path;
  std::string_view example;
  std::string_view few;  // what to do about too many
};

constexpr VariableList kVariables{"environment.variables", "write `variables: [ENVIRONMENT]`",
                                  "name the few variables that tell the environment"};
constexpr VariableList kIgnored{"environment.ignore", "write `ignore: [REDIS_OM_URL]`",
                                "name those that are set where this service runs"};

void read_variable(const ReadContext& context, const Node& item, const VariableList& list,
                   std::vector<std::string>& variables) {
  const auto name = read_scalar(context, item, list.path);
  if (!name) return;
  if (!is_variable_name(*name)) {
    context.diagnostics.add(
        context.file, item, std::string(list.path) + ": this is not the name of a variable",
        "letters, digits and '_', not beginning with a digit (POSIX.1, 8.1)", std::string(list.example));
  } else if (std::ranges::find(variables, *name) != variables.end()) {
    context.diagnostics.add(context.file, item, std::string(list.path) + " names this variable twice", {},
                            "keep one of the two");
  } else {
    variables.emplace_back(*name);
  }
}

std::vector<std::string> read_variables(const ReadContext& context, const Node& node,
                                        const VariableList& list) {
  std::vector<std::string> variables;
  if (!node.is_sequence() || node.items.empty()) {
    context.diagnostics.add(context.file, node, std::string(list.path) + " must be a list of variables", {},
                            std::string(list.example));
    return variables;
  }
  if (node.items.size() > kMaxVariables) {
    context.diagnostics.add(context.file, node.items[kMaxVariables],
                            std::string(list.path) + " holds more than " + std::to_string(kMaxVariables), {},
                            std::string(list.few));
    return variables;
  }
  for (const Node& item : node.items) read_variable(context, item, list, variables);
  return variables;
}

void read_alias(const ReadContext& context, const Member& member, SharedSchema& schema) {
  const std::string path = join_path("environment.aliases", member.key.text);
  const auto target = read_scalar(context, member.value, path);
  if (!target) return;
  if (!is_environment_name(member.key.text)) {
    context.diagnostics.add(context.file, member.key, path + " is not the name of an environment",
                            "a lower-case letter, then lower-case letters, digits, '-' and '_', at most 63",
                            "write `prod: production`");
  } else if (schema.find(member.key.text)) {
    context.diagnostics.add(context.file, member.key, path + " is itself an environment", {},
                            "remove the alias, or rename the environment");
  } else if (!schema.find(*target)) {
    if (context.diagnostics.full(context.file)) return context.diagnostics.leave_out(context.file);
    context.diagnostics.add(context.file, member.value, path + " stands for an unknown environment", {},
                            suggestion(*target, environment_names(schema)));
  } else {
    schema.aliases.push_back({member.key.text, std::string(*target), place_of(context, member.value, path)});
  }
}

void read_detection(const ReadContext& context, const Node& root, SharedSchema& schema) {
  const Member* const section = root.find("environment");
  if (section != nullptr && expect_mapping(context, section->value, "environment")) {
    refuse_unknown_keys(context, section->value, "environment", kDetectionKeys);
    if (const Member* const variables = section->value.find("variables")) {
      schema.detection_variables = read_variables(context, variables->value, kVariables);
      schema.detection_place = place_of(context, variables->value, "environment.variables");
    }
    if (const Member* const ignored = section->value.find("ignore")) {
      schema.ignored_variables = read_variables(context, ignored->value, kIgnored);
      schema.ignored_place = place_of(context, ignored->value, kIgnored.path);
    }
    const Member* const aliases = section->value.find("aliases");
    if (aliases != nullptr && expect_mapping(context, aliases->value, "environment.aliases")) {
      for (const Member& member : aliases->value.members) read_alias(context, member, schema);
    }
  }
  if (schema.detection_variables.empty()) schema.detection_variables.emplace_back(kStandardVariable);
}

}  // namespace

SharedSchema read_shared_schema(const ReadContext& context, const Node& root) {
  SharedSchema schema;
  schema.file = &context.file;
  check_language(context, root);
  refuse_unknown_keys(context, root, "", kTopKeys);
  const Member* const defaults = root.find("defaults");
  if (defaults != nullptr && expect_mapping(context, defaults->value, "defaults")) {
    schema.defaults = read_groups(context, defaults->value, "defaults", {});
  }
  read_environments(context, root, schema);
  read_detection(context, root, schema);
  return schema;
}

}  // namespace redisconf::compiler
