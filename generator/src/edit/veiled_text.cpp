#include "edit/veiled_text.h"

#include <redisconf/config/catalogue.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

#include "schema/group_reader.h"

namespace redisconf::compiler {
namespace {

// Keys of the language whose value is no secret. `default` is not among them: it may be that of
// a misspelt setting.
constexpr auto kOpenKeys = std::to_array<std::string_view>(
    {"redisconf",    "service", "summary", "key_prefix", "doc",     "ttl",       "spool",
     "lease",        "type",    "min",     "max",        "values",  "retention", "priorities",
     "max_attempts", "strict",  "because", "diverges",   "extends", "variables", "env",
     "change",       "expires", "by",      "secret",     "mode"});

bool is_secret(std::string_view key) {
  return std::ranges::any_of(catalogue(), [key](const SettingInfo& setting) {
    return setting.type == SettingType::secret && member_of(setting.path) == key;
  });
}

bool is_setting(std::string_view key) {
  return std::ranges::any_of(catalogue(),
                             [key](const SettingInfo& setting) { return member_of(setting.path) == key; });
}

bool is_open(std::string_view key) {
  const auto& groups = group_names();
  return !is_secret(key) && (std::ranges::find(kOpenKeys, key) != kOpenKeys.end() || is_setting(key) ||
                             std::ranges::find(groups, key) != groups.end());
}

bool is_reference(const Node& node) { return node.members.size() == 1 && node.find("secret") != nullptr; }

class Veiling {
 public:
  explicit Veiling(const Node& root) { visit_members(root); }

  [[nodiscard]] bool hides(std::size_t offset) const { return hidden_.contains(offset); }

 private:
  void visit(const Node& node, bool open) {
    // A URL may hold a password wherever it stands.
    const bool is_url =
        node.text.find("://") != std::string::npos || node.text.find('@') != std::string::npos;
    if (node.is_scalar() && (!open || is_url)) hidden_.insert(node.offset);
    for (const Node& item : node.items) visit(item, open);
    visit_members(node);
  }

  void visit_members(const Node& node) {
    for (const Member& member : node.members) {
      const bool secret = is_secret(member.key.text) && !is_reference(member.value);
      if (secret) {
        hide_all(member.value);
      } else {
        visit(member.value, is_open(member.key.text));
      }
    }
  }

  void hide_all(const Node& node) {
    if (node.is_scalar()) hidden_.insert(node.offset);
    for (const Node& item : node.items) hide_all(item);
    for (const Member& member : node.members) hide_all(member.value);
  }

  std::unordered_set<std::size_t> hidden_;
};

}  // namespace

std::string veiled_text(const SourceFile& file, const Node& root) {
  const auto tokens = tokens_of(file, root);
  if (!tokens) return {};
  const Veiling veiling(root);
  std::string text;
  std::size_t shown = 0;
  bool hides_body = false;
  for (const Token& token : *tokens) {
    if (token.kind == TokenKind::block_header) hides_body = veiling.hides(token.begin);
    const bool hides = token.kind == TokenKind::block_body ? hides_body : veiling.hides(token.begin);
    if (!hides) continue;
    text += file.text().substr(shown, token.begin - shown);
    text += "***";
    shown = token.end;
  }
  return text.append(file.text().substr(shown));
}

}  // namespace redisconf::compiler
