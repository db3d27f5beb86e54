// Turns the settings catalogue into everything that repeats it: the settings' structs, the
// accessors of their groups, the sub-builders of SettingsBuilder, the code that fills them, and the
// settings reference.
//
// Usage: redisconf-catalogue ROOT. Writes below ROOT (the project's root); `./dev update` runs
// it and formats the result, `./dev check` fails when the result differs.
#include "redisconf/config/catalogue.h"
#include "redisconf/config/value.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using redisconf::SettingInfo;
using redisconf::SettingType;

constexpr std::string_view kNotice =
    "// Generated from the settings catalogue (runtime/config/src/catalogue.cpp) by `./dev update`.\n"
    "// DO NOT EDIT.\n";

std::string pascal_case(std::string_view snake) {
  std::string result;
  bool upper = true;
  for (const char c : snake) {
    if (c == '_') {
      upper = true;
      continue;
    }
    result += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return result;
}

std::vector<std::string> group_names() {
  std::vector<std::string> names;
  for (const SettingInfo& setting : redisconf::catalogue()) {
    const std::string group(redisconf::group_of(setting.path));
    if (names.empty() || names.back() != group) names.push_back(group);
  }
  return names;
}

std::vector<SettingInfo> settings_of(std::string_view group) {
  std::vector<SettingInfo> settings;
  std::ranges::copy_if(redisconf::catalogue(), std::back_inserter(settings), [&](const SettingInfo& setting) {
    return redisconf::group_of(setting.path) == group;
  });
  return settings;
}

std::string struct_name(std::string_view group) { return pascal_case(group) + "Settings"; }

// tls.verify -> TlsVerify; fallback.mode -> FallbackMode.
std::string enum_name(const SettingInfo& setting) {
  return pascal_case(redisconf::group_of(setting.path)) + pascal_case(redisconf::member_of(setting.path));
}

std::string cpp_type(const SettingInfo& setting) {
  switch (setting.type) {
    case SettingType::boolean:
      return "bool";
    case SettingType::integer:
      return "int";
    case SettingType::text:
    case SettingType::host:
      return "std::string";
    case SettingType::choice:
      return enum_name(setting);
    case SettingType::duration:
      return "std::chrono::milliseconds";
    case SettingType::size:
      return "std::uint64_t";
    case SettingType::secret:
      return "Secret";
  }
  return {};
}

std::string initializer(const SettingInfo& setting) {
  const auto number = redisconf::parse_value(setting, setting.standard).number;
  switch (setting.type) {
    case SettingType::boolean:
      return number != 0 ? " = true" : " = false";
    case SettingType::integer:
      return " = " + std::to_string(number);
    case SettingType::choice:
      return " = " + enum_name(setting) + "::" + std::string(setting.standard);
    case SettingType::duration:
    case SettingType::size:
      return "{" + std::to_string(number) + "}";
    default:
      return {};
  }
}

void write_enum(std::ostream& out, const SettingInfo& setting) {
  std::string choices(setting.choices);
  for (std::size_t bar; (bar = choices.find('|')) != std::string::npos;) choices.replace(bar, 1, ", ");
  out << "/// " << setting.summary << ".\n"
      << "enum class " << enum_name(setting) << " : std::uint8_t { " << choices << " };\n\n";
}

void write_member(std::ostream& out, const SettingInfo& setting) {
  out << "  /// " << setting.summary << ".\n"
      << "  /// `" << setting.path << "`, " << setting.variable << ": "
      << redisconf::accepted_values(setting);
  if (!setting.standard.empty()) out << "; " << setting.standard << " unless set";
  if (!setting.strict_standard.empty()) out << " (strict: " << setting.strict_standard << ")";
  out << ".\n  " << cpp_type(setting) << " " << redisconf::member_of(setting.path) << initializer(setting)
      << ";\n";
}

std::string settings_header() {
  std::ostringstream out;
  out << kNotice
      << "//\n// The settings of a service, by group. Plain values, checked by load(); Secret makes them\n"
         "// move-only. Times are std::chrono::milliseconds, sizes are bytes.\n#pragma once\n\n"
         "#include <redisconf/config/export.h>\n#include <redisconf/config/secret.h>\n\n"
         "#include <chrono>\n#include <cstdint>\n#include <string>\n\nnamespace redisconf REDISCONF_PUBLIC "
         "{\n\n";
  for (const std::string& group : group_names()) {
    for (const SettingInfo& setting : settings_of(group)) {
      if (setting.type == SettingType::choice) write_enum(out, setting);
    }
    out << "/// " << redisconf::group_summary(group) << ".\nstruct " << struct_name(group) << " {\n";
    bool first = true;
    for (const SettingInfo& setting : settings_of(group)) {
      if (!first) out << "\n";
      first = false;
      write_member(out, setting);
    }
    out << "};\n\n";
  }
  out << "/// Every group.\nstruct Settings {\n";
  for (const std::string& group : group_names()) out << "  " << struct_name(group) << " " << group << ";\n";
  out << "};\n\n}  // namespace redisconf\n";
  return out.str();
}

std::string groups_header() {
  std::ostringstream out;
  out << kNotice
      << "//\n// Access to the groups of settings, without their headers: every wrapper includes this.\n"
         "#pragma once\n\n#include <redisconf/config/export.h>\n\nnamespace redisconf REDISCONF_PUBLIC {\n\n";
  for (const std::string& group : group_names()) out << "struct " << struct_name(group) << ";\n";
  out << "struct Settings;\n\nclass SettingGroups {\n public:\n";
  for (const std::string& group : group_names()) {
    out << "  /// " << redisconf::group_summary(group) << ".\n"
        << "  [[nodiscard]] const " << struct_name(group) << "& " << group << "() const noexcept;\n";
  }
  out << "\n protected:\n"
         "  explicit SettingGroups(const Settings* settings) noexcept : settings_(settings) {}\n"
         "  const Settings* settings_;  // owned by the class that derives from this one\n"
         "};\n\n}  // namespace redisconf\n";
  return out.str();
}

std::string bind_statement(const SettingInfo& setting, std::size_t index) {
  const std::string at = "(" + std::to_string(index) + ")";
  const std::string target = "  settings." + std::string(setting.path) + " = ";
  switch (setting.type) {
    case SettingType::boolean:
      return target + "values.number" + at + " != 0;\n";
    case SettingType::text:
    case SettingType::host:
      return target + "values.text" + at + ";\n";
    case SettingType::secret:
      return target + "values.take_secret" + at + ";\n";
    case SettingType::duration:
      return target + "std::chrono::milliseconds(values.number" + at + ");\n";
    default:
      return target + "static_cast<" + cpp_type(setting) + ">(values.number" + at + ");\n";
  }
}

std::string bind_source() {
  std::ostringstream out;
  out << kNotice
      << "#include \"final_values.h\"\n#include \"redisconf/config/setting_groups.h\"\n"
         "#include \"redisconf/config/settings.h\"\n\nnamespace redisconf {\n\n";
  for (const std::string& group : group_names()) {
    out << "const " << struct_name(group) << "& SettingGroups::" << group
        << "() const noexcept { return settings_->" << group << "; }\n";
  }
  out << "\n// Positions are those of catalogue().\n"
         "// NOLINTNEXTLINE(readability-function-size): a line for each setting\n"
         "void bind_settings(FinalValues& values, Settings& settings) {\n";
  std::size_t index = 0;
  for (const SettingInfo& setting : redisconf::catalogue()) out << bind_statement(setting, index++);
  out << "}\n\nconst Secret* find_secret(const Settings& settings, std::size_t index) noexcept {\n"
         "  switch (index) {\n";
  index = 0;
  for (const SettingInfo& setting : redisconf::catalogue()) {
    if (setting.type == SettingType::secret) {
      out << "    case " << index << ":\n      return &settings." << setting.path << ";\n";
    }
    ++index;
  }
  out << "    default:\n      return nullptr;\n  }\n}\n\n}  // namespace redisconf\n";
  return out.str();
}

// What a sub-builder's function takes. A boolean is one exactly, or text would become one.
std::string builder_parameter(const SettingInfo& setting) {
  switch (setting.type) {
    case SettingType::boolean:
      return "std::same_as<bool> auto value";
    default:
      return cpp_type(setting) + " value";
  }
}

std::string builder_statement(const SettingInfo& setting) {
  const std::string path = "(\"" + std::string(setting.path) + "\", ";
  switch (setting.type) {
    case SettingType::boolean:
      return "put_boolean" + path + "value)";
    case SettingType::integer:
      return "put_integer" + path + "value)";
    case SettingType::choice:
      return "put_choice" + path + "static_cast<std::size_t>(value))";
    case SettingType::duration:
      return "put_duration" + path + "value)";
    case SettingType::size:
      return "put_size" + path + "value)";
    case SettingType::secret:
      return "put_secret" + path + "std::move(value))";
    case SettingType::text:
    case SettingType::host:
      return "put_text" + path + "std::move(value))";
  }
  return {};
}

void write_builder_function(std::ostream& out, const SettingInfo& setting, const std::string& builder) {
  const std::string name(redisconf::member_of(setting.path));
  out << "\n  /// " << setting.summary << ".\n  /// `" << setting.path
      << "`: " << redisconf::accepted_values(setting) << ".\n  " << builder << "& " << name << "("
      << builder_parameter(setting) << ") {\n    " << builder_statement(setting)
      << ";\n    return *this;\n  }\n";
  if (setting.type != SettingType::secret) return;
  out << "\n  /// The same by name: a file in secrets.directory, or what secrets.command prints.\n  "
      << builder << "& " << name << "_named(std::string secret_name) {\n    put_secret_name(\""
      << setting.path << "\", std::move(secret_name));\n    return *this;\n  }\n";
}

std::string builders_header() {
  std::ostringstream out;
  out << kNotice
      << "//\n// The sub-builders of SettingsBuilder (settings_builder.h), one a group of the catalogue.\n"
         "#pragma once\n\n#include <redisconf/config/group_builder.h>\n"
         "#include <redisconf/config/settings.h>\n\n#include <concepts>\n#include <utility>\n\n"
         "namespace redisconf REDISCONF_PUBLIC {\n";
  for (const std::string& group : group_names()) {
    const std::string builder = pascal_case(group) + "Builder";
    out << "\n/// " << redisconf::group_summary(group) << ".\nclass " << builder
        << " : public GroupBuilder {\n public:\n  explicit " << builder
        << "(SettingsBuilder& builder) noexcept : GroupBuilder(builder) {}\n";
    for (const SettingInfo& setting : settings_of(group)) write_builder_function(out, setting, builder);
    out << "};\n";
  }
  out << "\n/// A function a group.\ntemplate <class Builder>\nclass GroupBuilders {\n public:\n";
  for (const std::string& group : group_names()) {
    out << "  [[nodiscard]] " << pascal_case(group) << "Builder " << group << "() noexcept { return "
        << pascal_case(group) << "Builder(static_cast<Builder&>(*this)); }\n";
  }
  out << "};\n\n}  // namespace redisconf\n";
  return out.str();
}

constexpr std::string_view name_of(redisconf::Risk risk) {
  switch (risk) {
    case redisconf::Risk::low:
      return "low";
    case redisconf::Risk::medium:
      return "medium";
    case redisconf::Risk::high:
      return "high";
    case redisconf::Risk::critical:
      return "critical";
  }
  return {};
}

std::string markdown_value(std::string_view value) {
  return value.empty() ? "–" : "`" + std::string(value) + "`";
}

std::string settings_reference() {
  std::ostringstream out;
  out << "<!-- Generated from the settings catalogue (runtime/config/src/catalogue.cpp) by `./dev update`.\n"
         "     DO NOT EDIT. -->\n# Settings\n\n"
         "Every variable also exists for one service alone: `AUTH_REDIS_HOST` wins over `REDIS_HOST` in the\n"
         "service `auth`. A *locked* setting can't be changed by a variable in a strict environment. *Risk* "
         "is\nwhat a wrong change can cost. *Changes*: whether a running process can take a new value over,\n"
         "live, or has to be restarted ([hot-reload.md](hot-reload.md)).\n";
  for (const std::string& group : group_names()) {
    out << "\n## " << group << "\n\n"
        << redisconf::group_summary(group)
        << ".\n\n| setting | variable | accepts | unless set | risk | changes | meaning "
           "|\n|---|---|---|---|---|---|---|\n";
    for (const SettingInfo& setting : settings_of(group)) {
      out << "| `" << setting.path << "`" << (setting.locked ? " (locked)" : "") << " | `" << setting.variable
          << (setting.type == SettingType::secret ? "`, `" + std::string(setting.variable) + "_FILE" : "")
          << "` | " << redisconf::accepted_values(setting) << " | " << markdown_value(setting.standard);
      if (!setting.strict_standard.empty()) out << ", strict: " << markdown_value(setting.strict_standard);
      out << " | " << name_of(setting.risk) << " | " << (setting.restart ? "at restart" : "live") << " | "
          << setting.summary << " |\n";
    }
  }
  return out.str();
}

bool write_if_changed(const std::string& path, const std::string& content) {
  std::ifstream old(path, std::ios::binary);
  if (std::string((std::istreambuf_iterator<char>(old)), {}) == content && old) return true;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  if (!file) std::cerr << "redisconf-catalogue: can't write " << path << "\n";
  return static_cast<bool>(file);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: redisconf-catalogue ROOT\n";
    return 64;
  }
  const std::string root = arguments[1];
  const std::string config = root + "/runtime/config/";
  const bool written =
      write_if_changed(config + "include/redisconf/config/settings.h", settings_header()) &&
      write_if_changed(config + "include/redisconf/config/setting_groups.h", groups_header()) &&
      write_if_changed(config + "include/redisconf/config/group_builders.h", builders_header()) &&
      write_if_changed(config + "src/settings_bind.cpp", bind_source()) &&
      write_if_changed(root + "/docs/settings.md", settings_reference());
  return written ? 0 : 74;
}
