#include "schema/section.h"

#include <redisconf/config/suggest.h>

#include <algorithm>
#include <array>

#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

constexpr std::size_t kMaxShownName = 64;
constexpr std::size_t kMaxKnown = 32;  // names that a suggestion lists

std::string shown(std::string_view name) {
  std::string text = printable(name.substr(0, kMaxShownName));
  if (name.size() > kMaxShownName) text += "...";
  return text;
}

std::vector<std::string_view> choices_of(const SettingInfo& setting) {
  std::vector<std::string_view> choices;
  for (std::size_t index = 0; !choice_at(setting.choices, index).empty(); ++index) {
    choices.push_back(choice_at(setting.choices, index));
  }
  return choices;
}

std::string fix_of(const SettingInfo& setting, std::string_view text) {
  switch (setting.type) {
    case SettingType::duration:
      return "write a number and its unit: 250ms, 3s, 5m, 2h or 7d";
    case SettingType::size:
      return "write a number and its unit: 512B, 64KiB, 16MiB or 2GiB";
    case SettingType::boolean:
      return "write true or false";
    case SettingType::integer:
      return "write plain digits within these bounds";
    case SettingType::host:
      return "write the name or address alone; the port is a setting of its own";
    case SettingType::choice:
      return suggestion(text, choices_of(setting));
    default:
      return "write plain text";
  }
}

bool takes_quotes(SettingType type) {
  return type == SettingType::text || type == SettingType::host || type == SettingType::choice;
}

// redis://user:password@host in a place for something else.
bool looks_like_url(std::string_view text) {
  return text.find("://") != std::string_view::npos || text.find('@') != std::string_view::npos;
}

// The rule that a value breaks, and where the rule stands.
std::string sentence_of(std::string_view path, const SettingInfo& setting) {
  const std::string rule = std::string(path) + " takes " + accepted_values(setting);
  if (find_setting(setting.path) != nullptr) return rule + " (settings catalogue)";
  return setting.path.starts_with("custom.") ? rule + " (declared in " + std::string(setting.path) + ')'
                                             : rule;
}

}  // namespace

std::string join_path(std::string_view path, std::string_view key) {
  std::string joined(path);
  if (!joined.empty()) joined += '.';
  joined += key;
  return joined;
}

Place place_of(const ReadContext& context, const Node& node, std::string_view path) {
  return {&context.file, node.offset, node.length, context.file.label() + ' ' + std::string(path)};
}

std::string suggestion(std::string_view name, std::span<const std::string_view> known) {
  const std::string_view nearest = nearest_name(name, known);
  if (!nearest.empty()) return "did you mean '" + std::string(nearest) + "'?";
  std::string text = "known here: ";
  for (std::size_t index = 0; index < std::min(known.size(), kMaxKnown); ++index) {
    if (index > 0) text += ", ";
    text += known[index];
  }
  if (known.size() > kMaxKnown) text += " and " + std::to_string(known.size() - kMaxKnown) + " more";
  return text;
}

void refuse_key(const ReadContext& context, const Member& member, std::string_view path,
                std::span<const std::string_view> known) {
  context.diagnostics.mask(context.file, member.value);
  if (context.diagnostics.full(context.file)) return context.diagnostics.leave_out(context.file);
  const std::string where = path.empty() ? "at the top of the file" : "in " + std::string(path);
  context.diagnostics.add(context.file, member.key, "unknown key '" + shown(member.key.text) + "' " + where,
                          {}, suggestion(member.key.text, known), "unknown-key");
}

void refuse_unknown_keys(const ReadContext& context, const Node& mapping, std::string_view path,
                         std::span<const std::string_view> known) {
  for (const Member& member : mapping.members) {
    if (std::ranges::find(known, member.key.text) == known.end()) refuse_key(context, member, path, known);
  }
}

bool expect_mapping(const ReadContext& context, const Node& node, std::string_view path) {
  if (node.is_mapping()) return true;
  if (node.refused) return false;
  const bool missing = node.kind == Node::Kind::null;
  context.diagnostics.mask(context.file, node);
  context.diagnostics.add(
      context.file, node, std::string(path) + (missing ? " has no value" : " must be a mapping"), {},
      missing ? "write its members below it, {} for none, or remove the key"
              : "write `" + std::string(path.substr(path.rfind('.') + 1)) + ": {name: value}`");
  return false;
}

std::optional<std::string_view> read_scalar(const ReadContext& context, const Node& node,
                                            std::string_view path) {
  if (node.refused) return {};
  if (node.is_scalar() && !node.text.empty()) return node.text;
  const bool missing = node.kind == Node::Kind::null || node.is_scalar();
  context.diagnostics.mask(context.file, node);
  context.diagnostics.add(context.file, node,
                          std::string(path) + (missing ? " has no value" : " must be a single value"), {},
                          missing ? "write a value, or remove the key" : "write one value here");
  return {};
}

std::string read_document(const ReadContext& context, const Node& mapping, std::string_view path,
                          std::string_view key) {
  const Member* const member = mapping.find(key);
  if (member == nullptr) return {};
  return std::string(read_scalar(context, member->value, join_path(path, key)).value_or(""));
}

std::optional<bool> read_flag(const ReadContext& context, const Node& node, std::string_view path) {
  const SettingInfo flag{.path = path, .type = SettingType::boolean};
  const auto literal = read_literal(context, node, flag, path);
  if (!literal) return {};
  return literal->number != 0;
}

std::optional<Literal> read_literal(const ReadContext& context, const Node& node, const SettingInfo& setting,
                                    std::string_view path) {
  const auto text = read_scalar(context, node, path);
  if (!text) return {};
  const auto refuse = [&](std::string message) {
    if (looks_like_url(*text)) context.diagnostics.hide(context.file, node);
    context.diagnostics.add(context.file, node, std::string(path) + ' ' + std::move(message),
                            sentence_of(path, setting), fix_of(setting, *text), "value");
  };
  if (node.quoted && !takes_quotes(setting.type)) {
    refuse("must stand without quotes");
    return {};
  }
  const ParsedValue parsed = parse_value(setting, *text);
  if (parsed.fault != ValueFault::none) {
    refuse(std::string(fault_summary(parsed.fault)));
    return {};
  }
  return Literal{parsed.number, format_value(setting, parsed.number, *text)};
}

void check_language(const ReadContext& context, const Node& root) {
  const Member* const member = root.find("redisconf");
  if (member == nullptr) {
    context.diagnostics.add(context.file, root,
                            "the file does not say which language version it is written in", {},
                            "begin with `redisconf: 1`");
  } else if (member->value.text != "1" || member->value.quoted) {
    context.diagnostics.mask(context.file, member->value);
    context.diagnostics.add(context.file, member->value, "unknown language version",
                            "this redisconf reads version 1", "write `redisconf: 1`");
  }
}

}  // namespace redisconf::compiler
