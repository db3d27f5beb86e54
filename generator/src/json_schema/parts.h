// Parts that the JSON Schemas of shared and of service files have in common.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <redisconf/config/catalogue.h>

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

namespace redisconf::compiler {

using Json = nlohmann::ordered_json;

// Exactly the texts that parse_value() takes for the setting, a duration or a size.
[[nodiscard]] std::string unit_pattern(const SettingInfo& setting);

[[nodiscard]] Json literal_schema(const SettingInfo& setting);
[[nodiscard]] Json value_schema(const SettingInfo& setting);  // a literal or a reference
[[nodiscard]] Json variable_schema(const Json& literal);      // {env: NAME, default: literal}
[[nodiscard]] Json document_schema(std::string_view description);

// Named by the language: ^[a-z][a-z0-9_-]{0,62}$, or without '-'.
[[nodiscard]] Json name_schema(std::string_view description);
[[nodiscard]] Json member_name_schema();                       // also no word of C++
[[nodiscard]] Json word_schema(std::string_view description);  // the same of values of an enum

// Matches none but these identifiers, also where '-' is written for '_'.
[[nodiscard]] Json one_of_names(std::span<const std::string_view> names);

// A mapping that has these properties and no others.
[[nodiscard]] Json closed_object(std::string_view description, Json properties);

// References to all groups of the catalogue, by name, and what they refer to.
[[nodiscard]] Json group_references();
[[nodiscard]] Json group_definitions();

// `redisconf: 1`.
[[nodiscard]] Json language_version();

// The whole document, as text. `schema` describes the file's mapping.
[[nodiscard]] std::string json_schema_document(std::string_view title, const Json& schema);

}  // namespace redisconf::compiler
