#include "schema/environments_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schema/group_reader.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

constexpr std::array<std::string_view, 3> kOwnKeys{"default", "strict", "extends"};

// What `extends` and `strict` say, until all environments are known.
struct Draft {
  const Node* extends = nullptr;
  std::string base;
  std::optional<bool> strict;
  Place strict_place;
  bool done = false;
};

class EnvironmentsReader {
 public:
  EnvironmentsReader(const ReadContext& context, SharedSchema& schema) : context_(context), schema_(schema) {}

  void read(const Node& mapping) {
    const std::size_t count = std::min(mapping.members.size(), kMaxEnvironments);
    for (std::size_t index = 0; index < count; ++index) read_one(mapping.members[index]);
    if (count < mapping.members.size()) {
      context_.diagnostics.add(context_.file, mapping.members[count].key,
                               "more than " + std::to_string(kMaxEnvironments) + " environments", {},
                               "keep what differs between machines in variables: {env: NAME}");
    }
    for (std::size_t index = 0; index < drafts_.size(); ++index) settle(index);
  }

 private:
  void read_one(const Member& member) {
    const std::string path = join_path("environments", member.key.text);
    if (!is_environment_name(member.key.text)) {
      context_.diagnostics.mask(context_.file, member.value);
      context_.diagnostics.add(
          context_.file, member.key, "this is not the name of an environment",
          "a lower-case letter, then lower-case letters, digits, '-' and '_', at most 63",
          "rename the environment");
      return;
    }
    if (!expect_mapping(context_, member.value, path) || !is_distinct(member)) return;
    Environment environment;
    environment.name = member.key.text;
    environment.place = place_of(context_, member.key, path);
    environment.layer = read_groups(context_, member.value, path, kOwnKeys);
    drafts_.push_back(read_draft(member.value, path));
    schema_.environments.push_back(std::move(environment));
    read_default(member.value, path);
  }

  // In generated code environments are told apart without '-' and '_'.
  bool is_distinct(const Member& member) {
    const std::string own = pascal_case(member.key.text);
    for (const Environment& other : schema_.environments) {
      if (pascal_case(other.name) != own) continue;
      context_.diagnostics.add(context_.file, member.key,
                               "environments." + member.key.text + " is too much like " + other.name,
                               "'-' and '_' do not tell environments apart", "rename one of the two");
      return false;
    }
    return true;
  }

  Draft read_draft(const Node& mapping, const std::string& path) {
    Draft draft;
    if (const Member* const strict = mapping.find("strict")) {
      draft.strict = read_flag(context_, strict->value, join_path(path, "strict"));
      draft.strict_place = place_of(context_, strict->value, join_path(path, "strict"));
    }
    if (const Member* const extends = mapping.find("extends")) {
      const auto base = read_scalar(context_, extends->value, join_path(path, "extends"));
      if (base) draft.base = std::string(*base);
      if (base) draft.extends = &extends->value;
    }
    return draft;
  }

  void read_default(const Node& mapping, const std::string& path) {
    const Member* const member = mapping.find("default");
    if (member == nullptr) return;
    const auto is_default = read_flag(context_, member->value, join_path(path, "default"));
    if (!is_default.value_or(false)) return;
    if (schema_.default_environment) {
      context_.diagnostics.add(
          context_.file, member->value, "a second default environment",
          schema_.environments[*schema_.default_environment].name + " is the default already",
          "keep `default: true` in one environment");
      return;
    }
    schema_.environments.back().is_default = true;
    schema_.default_environment = schema_.environments.size() - 1;
  }

  // Follows `extends` to its end. A chain that comes back is cut where it was written.
  void settle(std::size_t index) {
    std::vector<std::size_t> chain{index};
    while (!drafts_[chain.back()].done) {
      const auto base = base_of(chain.back());
      if (!base) break;
      const auto known = std::ranges::find(chain, *base);
      if (known != chain.end()) {
        refuse_cycle(chain, static_cast<std::size_t>(known - chain.begin()));
        break;
      }
      chain.push_back(*base);
    }
    while (!chain.empty()) {
      finish(chain.back());
      chain.pop_back();
    }
  }

  std::optional<std::size_t> base_of(std::size_t index) {
    const Draft& draft = drafts_[index];
    if (draft.extends == nullptr) return {};
    const auto base = schema_.find(draft.base);
    if (!base) {
      context_.diagnostics.add(
          context_.file, *draft.extends,
          "environments." + schema_.environments[index].name + ".extends names an unknown environment", {},
          suggestion(draft.base, environment_names(schema_)));
      drafts_[index].extends = nullptr;
    }
    return base;
  }

  void refuse_cycle(const std::vector<std::size_t>& chain, std::size_t first) {
    std::string names;
    for (std::size_t at = first; at < chain.size(); ++at) {
      names += schema_.environments[chain[at]].name + " -> ";
    }
    names += schema_.environments[chain[first]].name;
    context_.diagnostics.add(context_.file, *drafts_[chain.back()].extends,
                             "environments extend each other in a circle: " + names, {},
                             "let one of them extend nothing");
    drafts_[chain.back()].extends = nullptr;
  }

  void finish(std::size_t index) {
    Draft& draft = drafts_[index];
    Environment& environment = schema_.environments[index];
    if (std::exchange(draft.done, true)) return;
    environment.strict = draft.strict.value_or(false);
    environment.strict_place = std::move(draft.strict_place);
    if (draft.extends != nullptr) {
      const Environment& base = schema_.environments[*schema_.find(draft.base)];
      environment.lineage = base.lineage;
      environment.strict = draft.strict.value_or(base.strict);
      if (!draft.strict) environment.strict_place = base.strict_place;
    }
    environment.lineage.push_back(index);
  }

  const ReadContext& context_;
  SharedSchema& schema_;
  std::vector<Draft> drafts_;
};

}  // namespace

std::vector<std::string_view> environment_names(const SharedSchema& schema) {
  std::vector<std::string_view> names;
  names.reserve(schema.environments.size());
  for (const Environment& environment : schema.environments) names.push_back(environment.name);
  return names;
}

void read_environments(const ReadContext& context, const Node& root, SharedSchema& schema) {
  const Member* const section = root.find("environments");
  if (section == nullptr) {
    context.diagnostics.add(context.file, root, "the schema has no environments", {},
                            "add `environments:` with at least one, such as development");
    return;
  }
  if (!expect_mapping(context, section->value, "environments")) return;
  if (section->value.members.empty()) {
    context.diagnostics.add(context.file, section->value, "environments is empty", {},
                            "add at least one environment, such as development");
    return;
  }
  EnvironmentsReader(context, schema).read(section->value);
}

}  // namespace redisconf::compiler
