#include "edit/formatter.h"

#include <algorithm>
#include <vector>

#include "edit/layout.h"
#include "edit/tokens.h"
#include "schema/source_loader.h"
#include "yaml/reader.h"

namespace redisconf::compiler {
namespace {

std::optional<Node> read_without_fault(const SourceFile& file) {
  Diagnostics diagnostics;
  auto root = read_yaml(file, diagnostics);
  return diagnostics.empty() ? std::move(root) : std::nullopt;
}

std::vector<std::string_view> comments_of(const SourceFile& file, const std::vector<Token>& tokens) {
  std::vector<std::string_view> comments;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::comment) comments.push_back(token.text(file));
  }
  return comments;
}

// Whether the formatted text says what the file says.
bool is_proven(const SourceFile& file, const Node& root, const std::vector<Token>& tokens,
               const std::string& formatted) {
  const SourceFile after(file.path(), file.label(), formatted);
  const auto root_after = read_without_fault(after);
  if (!root_after || !same_tree(root, *root_after)) return false;
  const auto tokens_after = tokens_of(after, *root_after);
  return tokens_after && comments_of(file, tokens) == comments_of(after, *tokens_after);
}

}  // namespace

bool same_tree(const Node& left, const Node& right) {
  const auto same_member = [](const Member& a, const Member& b) {
    return same_tree(a.key, b.key) && same_tree(a.value, b.value);
  };
  return left.kind == right.kind && left.text == right.text && left.quoted == right.quoted &&
         std::ranges::equal(left.items, right.items, same_tree) &&
         std::ranges::equal(left.members, right.members, same_member);
}

std::optional<std::string> format_schema(const SourceFile& file, Diagnostics& diagnostics) {
  const auto root = read_yaml(file, diagnostics);
  if (!root || diagnostics.concerns(file)) return {};
  const auto tokens = tokens_of(file, *root);
  if (tokens) {
    std::string formatted = lay_out(file, *tokens);
    if (is_proven(file, *root, *tokens, formatted)) return formatted;
  }
  refuse_file(diagnostics, file.path(), "can't be formatted without changing what it says; it stays as it is",
              "this is a fault of redisconf: please report it, with the file if it holds nothing private",
              false);
  return {};
}

}  // namespace redisconf::compiler
