#include "schema/group_reader.h"

#include <algorithm>
#include <utility>

#include "schema/value_reader.h"

namespace redisconf::compiler {
namespace {

struct Group {
  std::string_view name;
  std::size_t first = 0;  // its settings in the catalogue: [first, last)
  std::size_t last = 0;
};

std::vector<Group> find_groups() {
  std::vector<Group> groups;
  const auto settings = catalogue();
  for (std::size_t index = 0; index < settings.size(); ++index) {
    const std::string_view name = group_of(settings[index].path);
    if (groups.empty() || groups.back().name != name) groups.push_back({name, index, index});
    groups.back().last = index + 1;
  }
  return groups;
}

const std::vector<Group>& groups() {
  static const std::vector<Group> kGroups = find_groups();
  return kGroups;
}

std::optional<std::size_t> find_member(const Group& group, std::string_view name) {
  for (std::size_t index = group.first; index < group.last; ++index) {
    if (member_of(catalogue()[index].path) == name) return index;
  }
  return {};
}

// `because` excuses TLS that is weaker than full verification; no other group has it.
bool has_reason(const Group& group) { return group.name == "tls"; }

void refuse_member(const ReadContext& context, const Member& member, const Group& group,
                   std::string_view path) {
  std::vector<std::string_view> known;
  for (std::size_t index = group.first; index < group.last; ++index) {
    known.push_back(member_of(catalogue()[index].path));
  }
  if (has_reason(group)) known.push_back("because");
  refuse_key(context, member, path, known);
}

void read_setting(const ReadContext& context, const Node& node, std::size_t setting, std::string_view path,
                  Layer& layer) {
  if (auto value = read_value(context, node, catalogue()[setting], path)) {
    layer.assignments.push_back({setting, std::move(*value), place_of(context, node, path)});
  }
}

void read_members(const ReadContext& context, const Node& mapping, const Group& group, std::string_view path,
                  Layer& layer) {
  for (const Member& member : mapping.members) {
    const std::string member_path = join_path(path, member.key.text);
    if (const auto setting = find_member(group, member.key.text)) {
      read_setting(context, member.value, *setting, member_path, layer);
    } else if (has_reason(group) && member.key.text == "because") {
      const auto reason = read_scalar(context, member.value, member_path);
      if (reason) layer.because = Reason{std::string(*reason), place_of(context, member.value, member_path)};
    } else {
      refuse_member(context, member, group, path);
    }
  }
}

void read_group(const ReadContext& context, const Node& node, const Group& group, std::string_view path,
                Layer& layer) {
  const auto mode = find_member(group, "mode");
  if (node.is_scalar() && mode) {
    read_setting(context, node, *mode, path, layer);
  } else if (expect_mapping(context, node, path)) {
    read_members(context, node, group, path, layer);
  }
}

}  // namespace

const std::vector<std::string_view>& group_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const Group& group : groups()) names.push_back(group.name);
    return names;
  }();
  return kNames;
}

Layer read_groups(const ReadContext& context, const Node& mapping, std::string_view path,
                  std::span<const std::string_view> others) {
  Layer layer;
  for (const Member& member : mapping.members) {
    const auto group = std::ranges::find(groups(), member.key.text, &Group::name);
    if (group != groups().end()) {
      read_group(context, member.value, *group, join_path(path, member.key.text), layer);
    } else if (std::ranges::find(others, member.key.text) == others.end()) {
      std::vector<std::string_view> known(group_names());
      known.insert(known.end(), others.begin(), others.end());
      refuse_key(context, member, path, known);
    }
  }
  return layer;
}

}  // namespace redisconf::compiler
