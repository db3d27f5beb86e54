// Small steps that every section reader is made of. Each adds a diagnostic and returns nothing
// when what it meets is not what the language allows there.
#pragma once

#include <redisconf/config/catalogue.h>
#include <redisconf/config/value.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "diagnostics/diagnostics.h"
#include "schema/model.h"
#include "yaml/node.h"

namespace redisconf::compiler {

struct ReadContext {
  const SourceFile& file;
  Diagnostics& diagnostics;
};

[[nodiscard]] Place place_of(const ReadContext& context, const Node& node, std::string_view path);

// "did you mean 'pool'?", else the list of what is known.
[[nodiscard]] std::string suggestion(std::string_view name, std::span<const std::string_view> known);

// `path` is the mapping's key path, "" at the top of a file.
void refuse_key(const ReadContext& context, const Member& member, std::string_view path,
                std::span<const std::string_view> known);
void refuse_unknown_keys(const ReadContext& context, const Node& mapping, std::string_view path,
                         std::span<const std::string_view> known);

[[nodiscard]] bool expect_mapping(const ReadContext& context, const Node& node, std::string_view path);

// A scalar that is not empty. What is returned lives as long as the node.
[[nodiscard]] std::optional<std::string_view> read_scalar(const ReadContext& context, const Node& node,
                                                          std::string_view path);

// Text, of one paragraph or more.
[[nodiscard]] std::string read_document(const ReadContext& context, const Node& mapping,
                                        std::string_view path, std::string_view key);

[[nodiscard]] std::optional<bool> read_flag(const ReadContext& context, const Node& node,
                                            std::string_view path);

// A literal of the setting's type; messages name it `path`.
struct Literal {
  std::int64_t number = 0;
  std::string text;  // canonical
};
[[nodiscard]] std::optional<Literal> read_literal(const ReadContext& context, const Node& node,
                                                  const SettingInfo& setting, std::string_view path);

// `redisconf: 1` at the top of each file.
void check_language(const ReadContext& context, const Node& root);

[[nodiscard]] std::string join_path(std::string_view path, std::string_view key);

}  // namespace redisconf::compiler
