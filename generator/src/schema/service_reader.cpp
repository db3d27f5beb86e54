#include "schema/service_reader.h"

#include <array>
#include <utility>

#include "schema/custom_reader.h"
#include "schema/environments_reader.h"
#include "schema/group_reader.h"
#include "schema/resource_reader.h"
#include "schema/wrapper_names.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

constexpr std::array<std::string_view, 10> kTopKeys{"redisconf", "service",      "summary", "key_prefix",
                                                    "settings",  "environments", "caches",  "channels",
                                                    "queues",    "custom"};
constexpr std::array<std::string_view, 1> kSettingsKeys{"diverges"};
constexpr std::array<std::string_view, 2> kEnvironmentKeys{"custom", "diverges"};

void check_name(const ReadContext& context, const Node& root, std::string_view name) {
  const Member* const member = root.find("service");
  if (member == nullptr) {
    context.diagnostics.add(context.file, root, "the file does not name its service", {},
                            "write `service: " + std::string(name) + '`');
    return;
  }
  const auto written = read_scalar(context, member->value, "service");
  if (written && *written != name) {
    context.diagnostics.add(context.file, member->value, "service must be the name of its file",
                            "schema/services/<name>.yaml holds the service <name>",
                            "write `service: " + std::string(name) + "`, or rename the file");
  }
}

void check_identifier(const ReadContext& context, const Node& root, const std::string& identifier) {
  const Member* const member = root.find("service");
  const Node& node = member != nullptr ? member->value : root;
  if (is_reserved_word(identifier)) {
    context.diagnostics.add(context.file, node, "service must not be a word of C++",
                            "the wrapper's namespace is the service's name", "choose another name");
  } else if (is_taken_namespace(identifier)) {
    context.diagnostics.add(context.file, node,
                            "service must not be a name of the C library, std or redisconf",
                            "the wrapper's namespace is the service's name", "choose another name");
  }
}

void read_key_prefix(const ReadContext& context, const Node& root, ServiceSchema& service) {
  const Member* const member = root.find("key_prefix");
  if (member == nullptr) {
    service.key_prefix = service.name + ':';
    service.key_prefix_place = service.place;
    return;
  }
  const SettingInfo prefix{.path = "key_prefix", .type = SettingType::text};
  const auto literal = read_literal(context, member->value, prefix, "key_prefix");
  if (literal) service.key_prefix = literal->text;
  service.key_prefix_place = place_of(context, member->value, "key_prefix");
}

// Groups of settings, and why they differ from all other services.
Layer read_layer(const ReadContext& context, const Node& mapping, std::string_view path,
                 std::span<const std::string_view> others) {
  Layer layer = read_groups(context, mapping, path, others);
  if (const Member* const member = mapping.find("diverges")) {
    const std::string member_path = join_path(path, "diverges");
    const auto reason = read_scalar(context, member->value, member_path);
    if (reason) layer.diverges = Reason{std::string(*reason), place_of(context, member->value, member_path)};
  }
  return layer;
}

void read_environment(const ReadContext& context, const Member& member, const SharedSchema& shared,
                      ServiceSchema& service) {
  const auto index = shared.find(member.key.text);
  if (!index) {
    context.diagnostics.mask(context.file, member.value);
    if (context.diagnostics.full(context.file)) return context.diagnostics.leave_out(context.file);
    context.diagnostics.add(context.file, member.key, "unknown environment",
                            "environments are declared in " + shared.file->path(),
                            suggestion(member.key.text, environment_names(shared)));
    return;
  }
  const std::string path = join_path("environments", member.key.text);
  if (!expect_mapping(context, member.value, path)) return;
  ServiceEnvironment environment;
  environment.environment = *index;
  environment.layer = read_layer(context, member.value, path, kEnvironmentKeys);
  if (const Member* const custom = member.value.find("custom")) {
    environment.customs =
        read_custom_overrides(context, custom->value, join_path(path, "custom"), service.customs);
  }
  service.environments.push_back(std::move(environment));
}

}  // namespace

ServiceSchema read_service(const ReadContext& context, const Node& root, const SharedSchema& shared,
                           std::string_view name) {
  ServiceSchema service;
  service.file = &context.file;
  const Member* const named = root.find("service");
  service.place = place_of(context, named == nullptr ? root : named->value, "service");
  service.name = std::string(name);
  service.identifier = identifier_of(name);
  service.variable_prefix = upper_case(name) + '_';
  check_language(context, root);
  check_name(context, root, name);
  check_identifier(context, root, service.identifier);
  refuse_unknown_keys(context, root, "", kTopKeys);
  service.summary = read_document(context, root, "", "summary");
  read_key_prefix(context, root, service);
  const Member* const settings = root.find("settings");
  if (settings != nullptr && expect_mapping(context, settings->value, "settings")) {
    service.settings = read_layer(context, settings->value, "settings", kSettingsKeys);
  }
  read_resources(context, root, service);
  read_customs(context, root, service);
  check_wrapper_names(context, root, service);
  const Member* const environments = root.find("environments");
  if (environments != nullptr && expect_mapping(context, environments->value, "environments")) {
    for (const Member& member : environments->value.members)
      read_environment(context, member, shared, service);
  }
  return service;
}

}  // namespace redisconf::compiler
