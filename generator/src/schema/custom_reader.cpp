#include "schema/custom_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>
#include <utility>

#include "schema/resource_fields.h"
#include "schema/resource_reader.h"
#include "schema/value_reader.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

constexpr std::int64_t kSmallestInt = std::numeric_limits<int>::min();
constexpr std::int64_t kLargestInt = std::numeric_limits<int>::max();

constexpr std::array<std::string_view, 6> kKeys{"doc", "type", "default", "min", "max", "values"};

const CustomType* read_type(const ReadContext& context, const Member& member, const std::string& path) {
  const Member* const type = member.value.find("type");
  std::array<std::string_view, kCustomTypes.size()> names;
  std::ranges::transform(kCustomTypes, names.begin(), &CustomType::name);
  if (type == nullptr) {
    context.diagnostics.add(context.file, member.key, path + " has no type", {},
                            "add `type: integer`; " + suggestion("", names));
    return nullptr;
  }
  const auto name = read_scalar(context, type->value, join_path(path, "type"));
  if (!name) return nullptr;
  const auto* const known = std::ranges::find(kCustomTypes, *name, &CustomType::name);
  if (known != kCustomTypes.end()) return known;
  context.diagnostics.add(context.file, type->value, path + ".type is unknown", {}, suggestion(*name, names));
  return nullptr;
}

void refuse_misplaced(const ReadContext& context, const Member& member, const std::string& path,
                      const CustomType& type, std::string_view key, std::string_view belongs_to) {
  const Member* const found = member.value.find(key);
  if (found == nullptr) return;
  context.diagnostics.add(context.file, found->key,
                          path + " of type " + std::string(type.name) + " takes no " + std::string(key),
                          "`" + std::string(key) + "` belongs to " + std::string(belongs_to), "remove it");
}

std::optional<std::int64_t> read_bound(const ReadContext& context, const Node& mapping, std::string_view path,
                                       const CustomType& type, std::string_view key) {
  const Member* const member = mapping.find(key);
  if (member == nullptr) return {};
  const SettingInfo bound{.type = type.type, .minimum = type.minimum, .maximum = type.maximum};
  const auto literal = read_literal(context, member->value, bound, join_path(path, key));
  if (!literal) return {};
  return literal->number;
}

// A bound that is not written is that of int, unless the other bound lies beyond it.
void read_bounds(const ReadContext& context, const Member& member, const std::string& path,
                 const CustomType& type, CustomSetting& custom) {
  const auto low = read_bound(context, member.value, path, type, "min");
  const auto high = read_bound(context, member.value, path, type, "max");
  const bool small =
      type.type == SettingType::integer && low.value_or(0) <= kLargestInt && high.value_or(0) >= kSmallestInt;
  custom.minimum = low.value_or(small ? kSmallestInt : type.minimum);
  custom.maximum = high.value_or(small ? kLargestInt : type.maximum);
  if (custom.minimum <= custom.maximum) return;
  context.diagnostics.add(context.file, member.value.find("min")->value, path + ".min is larger than its max",
                          {}, "swap them, or remove one");
  custom.maximum = type.maximum;
}

bool is_good_value_name(std::string_view name) {
  return is_environment_name(name) && !is_reserved_word(identifier_of(name));
}

void read_enum_value(const ReadContext& context, const Node& item, const std::string& path,
                     CustomSetting& custom) {
  const auto name = read_scalar(context, item, path);
  if (!name) return;
  const auto same = [&](const std::string& other) { return identifier_of(other) == identifier_of(*name); };
  if (!is_good_value_name(*name)) {
    context.diagnostics.add(
        context.file, item, path + ": this can't be a value of an enum",
        "a lower-case letter, then lower-case letters, digits, '-' and '_'; no word of C++", "rename it");
  } else if (std::ranges::any_of(custom.values, same)) {
    context.diagnostics.add(context.file, item, path + ": this value stands twice",
                            "'-' and '_' are the same in C++", "keep one of the two");
  } else {
    custom.values.emplace_back(*name);
  }
}

void read_enum_values(const ReadContext& context, const Member& member, const std::string& path,
                      CustomSetting& custom) {
  const Member* const values = member.value.find("values");
  if (values == nullptr || !values->value.is_sequence() || values->value.items.empty()) {
    context.diagnostics.add(context.file, values == nullptr ? member.key : values->value,
                            path + " needs the list of its values", {}, "write `values: [csv, json]`");
    return;
  }
  if (values->value.items.size() > kMaxEnumValues) {
    context.diagnostics.add(context.file, values->value.items[kMaxEnumValues],
                            path + " has more than " + std::to_string(kMaxEnumValues) + " values", {},
                            "use `type: string`");
    return;
  }
  for (const Node& item : values->value.items) {
    read_enum_value(context, item, join_path(path, "values"), custom);
  }
  for (const std::string& value : custom.values)
    custom.choices += custom.choices.empty() ? value : '|' + value;
}

// Without a default the setting's variable must be set.
void read_standard(const ReadContext& context, const Member& member, const std::string& path,
                   CustomSetting& custom) {
  custom.standard = {generated::Source::variable, custom.variable, {}, 0};
  custom.place = place_of(context, member.key, path);
  const Member* const standard = member.value.find("default");
  if (standard == nullptr) return;
  const std::string standard_path = join_path(path, "default");
  if (auto value = read_value(context, standard->value, custom.info(), standard_path)) {
    custom.standard = std::move(*value);
    custom.place = place_of(context, standard->value, standard_path);
  }
}

std::optional<CustomSetting> read_custom(const ReadContext& context, const Member& member,
                                         const std::string& path, const ServiceSchema& service) {
  refuse_unknown_keys(context, member.value, path, kKeys);
  const CustomType* const type = read_type(context, member, path);
  if (type == nullptr) return {};
  CustomSetting custom;
  custom.name = member.key.text;
  custom.path = path;
  custom.doc = read_document(context, member.value, path, "doc");
  custom.type = type->type;
  custom.variable = service.variable_prefix + upper_case(custom.name);
  if (has_bounds(type->type)) {
    read_bounds(context, member, path, *type, custom);
  } else {
    refuse_misplaced(context, member, path, *type, "min", "integers, durations and sizes");
    refuse_misplaced(context, member, path, *type, "max", "integers, durations and sizes");
  }
  if (type->type == SettingType::choice) {
    read_enum_values(context, member, path, custom);
  } else {
    refuse_misplaced(context, member, path, *type, "values", "enums");
  }
  read_standard(context, member, path, custom);
  return custom;
}

}  // namespace

void read_customs(const ReadContext& context, const Node& root, ServiceSchema& service) {
  const Member* const section = root.find("custom");
  if (section == nullptr || !expect_mapping(context, section->value, "custom")) return;
  for (const Member& member : section_members(context, section->value, "custom")) {
    const std::string path = join_path("custom", member.key.text);
    if (!is_good_member_name(context, member.key, "custom setting")) continue;
    if (!expect_mapping(context, member.value, path)) continue;
    if (auto custom = read_custom(context, member, path, service)) {
      service.customs.push_back(std::move(*custom));
    }
  }
}

std::vector<CustomAssignment> read_custom_overrides(const ReadContext& context, const Node& node,
                                                    std::string_view path,
                                                    std::span<const CustomSetting> customs) {
  std::vector<CustomAssignment> assignments;
  if (!expect_mapping(context, node, path)) return assignments;
  std::vector<std::string_view> names;
  std::unordered_map<std::string_view, std::size_t> positions;
  for (const CustomSetting& custom : customs) {
    positions.try_emplace(custom.name, names.size());
    names.push_back(custom.name);
  }
  for (const Member& member : node.members) {
    const auto found = positions.find(member.key.text);
    if (found == positions.end()) {
      refuse_key(context, member, path, names);
      continue;
    }
    const std::size_t index = found->second;
    const std::string member_path = join_path(path, member.key.text);
    if (auto value = read_value(context, member.value, customs[index].info(), member_path)) {
      assignments.push_back({index, std::move(*value), place_of(context, member.value, member_path)});
    }
  }
  return assignments;
}

}  // namespace redisconf::compiler
