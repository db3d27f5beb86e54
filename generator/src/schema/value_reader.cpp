#include "schema/value_reader.h"

#include <algorithm>
#include <array>

#include "text/names.h"

namespace redisconf::compiler {
namespace {

constexpr std::array<std::string_view, 3> kReferenceKeys{"env", "default", "secret"};
constexpr std::string_view kSecretRule = "a secret never stands in the schema, in any environment";

std::string secret_fix(const SettingInfo& setting) {
  return "write " + std::string(member_of(setting.path)) +
         ": {secret: name}; a secret that was committed must be replaced";
}

std::optional<Value> refuse_literal_secret(const ReadContext& context, const Node& node,
                                           const SettingInfo& setting, std::string_view path) {
  context.diagnostics.hide(context.file, node);
  context.diagnostics.add(context.file, node, std::string(path) + " must be a reference to a secret",
                          std::string(kSecretRule), secret_fix(setting), "literal-secret");
  return {};
}

std::optional<Value> read_secret_reference(const ReadContext& context, const Node& node, const Member& member,
                                           const SettingInfo& setting, std::string_view path) {
  if (setting.type != SettingType::secret) {
    context.diagnostics.add(context.file, node, std::string(path) + " is no secret",
                            std::string(path) + " takes " + accepted_values(setting),
                            "write the value itself, or {env: NAME}");
    return {};
  }
  if (node.members.size() > 1) {
    context.diagnostics.hide(context.file, node);
    context.diagnostics.add(context.file, node, std::string(path) + ": `secret` stands alone", {},
                            secret_fix(setting));
    return {};
  }
  const auto name = read_scalar(context, member.value, path);
  if (!name) return {};
  if (!is_secret_name(*name)) {
    context.diagnostics.hide(context.file, member.value);
    context.diagnostics.add(
        context.file, member.value, std::string(path) + ": this is not the name of a secret",
        "letters, digits, '-', '_' and '.', at most 128, beginning with a letter or digit",
        "name the secret as the secret store does: redis-password");
    return {};
  }
  return Value{generated::Source::secret, std::string(*name), {}, 0};
}

std::optional<Value> read_variable_reference(const ReadContext& context, const Node& node,
                                             const Member& member, const SettingInfo& setting,
                                             std::string_view path) {
  if (setting.type == SettingType::secret) {
    context.diagnostics.hide(context.file, node);
    context.diagnostics.add(context.file, node, std::string(path) + " must be a reference to a secret",
                            "{secret: name} also takes it from the variable " + std::string(setting.variable),
                            secret_fix(setting));
    return {};
  }
  const auto name = read_scalar(context, member.value, path);
  if (!name) return {};
  if (!is_variable_name(*name)) {
    context.diagnostics.mask(context.file, member.value);
    context.diagnostics.add(context.file, member.value,
                            std::string(path) + ": this is not the name of a variable",
                            "letters, digits and '_', not beginning with a digit (POSIX.1, 8.1)",
                            "write {env: " + std::string(setting.variable) + "}");
    return {};
  }
  Value value{generated::Source::variable, std::string(*name), {}, 0};
  if (const Member* const standard = node.find("default")) {
    const auto literal = read_literal(context, standard->value, setting, path);
    if (!literal) return {};
    value.standard = literal->text;
  }
  return value;
}

std::optional<Value> read_reference(const ReadContext& context, const Node& node, const SettingInfo& setting,
                                    std::string_view path) {
  if (setting.type == SettingType::secret && node.find("secret") == nullptr && node.find("env") == nullptr) {
    return refuse_literal_secret(context, node, setting, path);
  }
  const auto is_known = [](const Member& member) {
    return std::ranges::find(kReferenceKeys, member.key.text) != kReferenceKeys.end();
  };
  if (!std::ranges::all_of(node.members, is_known)) {
    refuse_unknown_keys(context, node, path, kReferenceKeys);
    return {};
  }
  if (const Member* const secret = node.find("secret")) {
    return read_secret_reference(context, node, *secret, setting, path);
  }
  if (const Member* const variable = node.find("env")) {
    return read_variable_reference(context, node, *variable, setting, path);
  }
  context.diagnostics.add(context.file, node, std::string(path) + " names neither a variable nor a secret",
                          {}, "write a value, or {env: NAME}, or {env: NAME, default: value}");
  return {};
}

}  // namespace

std::optional<Value> read_value(const ReadContext& context, const Node& node, const SettingInfo& setting,
                                std::string_view path) {
  if (node.is_mapping()) return read_reference(context, node, setting, path);
  if (setting.type == SettingType::secret && node.kind != Node::Kind::null) {
    return refuse_literal_secret(context, node, setting, path);
  }
  auto literal = read_literal(context, node, setting, path);
  if (!literal) return {};
  return Value{generated::Source::literal, std::move(literal->text), {}, literal->number};
}

}  // namespace redisconf::compiler
