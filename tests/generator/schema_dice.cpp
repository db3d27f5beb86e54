#include "schema_dice.h"

#include <array>
#include <string_view>

namespace redisconf::compiler::test {
namespace {

std::string spaces(std::size_t count) { return std::string(count, ' '); }

}  // namespace

// Not a distribution: those differ between standard libraries.
std::size_t SchemaDice::below(std::size_t limit) { return engine_() % limit; }

std::string SchemaDice::word() {
  constexpr std::array<std::string_view, 12> kWords{"host",   "500ms", "16MiB", "a:b",  "x#y", "true",
                                                    "auth:c", "größe", "-1",    "null", "~",   "a-b"};
  return std::string(kWords.at(below(kWords.size())));
}

std::string SchemaDice::scalar(std::size_t column) {
  const std::string next = '\n' + spaces(column + 1 + below(4));
  switch (below(9)) {
    case 0:
      return "'it''s " + word() + " # no comment'";
    case 1:
      return "\"" + word() + ": \\\"{, }\\\" \"";
    case 2:
      return "\"" + word() + (one_in(2) ? "  " : "\\") + next + (one_in(3) ? "\n\n  " : "") + word() + "\"";
    case 3:
      return word() + ' ' + word() + next + word();
    case 4:
      return "'" + word() + next + "'";
    default:
      return word();
  }
}

std::string SchemaDice::block_scalar(std::size_t column) {
  const std::size_t inside = 1 + below(4);
  const bool indicated = one_in(3);
  std::string text(1, one_in(2) ? '|' : '>');
  if (indicated) text += std::to_string(inside);
  text += std::array<std::string_view, 3>{"", "-", "+"}.at(below(3));
  if (one_in(4)) text += "  # " + word();
  for (std::size_t line = below(4); line < 4; ++line) {
    text += '\n';
    if (one_in(4)) continue;
    const bool first = text.find('\n') + 1 == text.size();
    text += spaces(column + inside + (first && !indicated ? 0 : below(3))) + word();
    if (one_in(3)) text += " # text" + spaces(below(3));
  }
  return text;
}

std::string SchemaDice::flow_gap(std::size_t column) {
  if (!one_in(5)) return spaces(below(3));
  return (one_in(3) ? " # " + word() : "") + "\n" + spaces(column + 1 + below(6));
}

std::string SchemaDice::flow(std::size_t depth, std::size_t column) {
  const bool is_mapping = one_in(2);
  std::string text(1, is_mapping ? '{' : '[');
  const std::size_t count = below(4);
  for (std::size_t item = 0; item < count; ++item) {
    text += flow_gap(column);
    if (is_mapping) text += "f" + std::to_string(++keys_) + (one_in(5) ? " " : "") + ':' + blanks();
    text += depth > 0 && one_in(3) ? flow(depth - 1, column) : one_in(4) ? "'q, }'" : "w" + word();
    text += flow_gap(column);
    if (item + 1 < count || one_in(6)) text += ',';
  }
  return text + flow_gap(column) + (is_mapping ? '}' : ']');
}

// Blanks, a comment, the line's end.
std::string SchemaDice::line_end() {
  std::string text;
  if (one_in(3)) text += blanks() + "#" + (one_in(2) ? " " : "") + word() + "\t";
  if (one_in(4)) text += blanks();
  return text + (one_in(8) ? "\r\n" : "\n");
}

// Empty lines and comments before a line of that column.
std::string SchemaDice::between(std::size_t column) {
  std::string text;
  while (one_in(4)) {
    if (one_in(2)) {
      text += spaces(below(4)) + '\n';
    } else {
      text += spaces(one_in(2) ? column : below(40)) + "# " + word() + '\n';
    }
  }
  return text;
}

std::string SchemaDice::value(std::size_t depth, std::size_t column) {
  switch (below(depth > 0 ? 7 : 4)) {
    case 0:
      return blanks() + flow(2, column) + line_end();
    case 1:
      return blanks() + block_scalar(column) + '\n';
    case 2:
    case 3:
      return blanks() + scalar(column) + line_end();
    case 4: {
      const std::size_t inner = column + 1 + below(4);
      return line_end() + between(inner) + mapping(depth - 1, inner, false);
    }
    case 5: {
      const std::size_t inner = column + below(4);
      return line_end() + between(inner) + sequence(depth - 1, inner);
    }
    default:
      return line_end() + spaces(column + 1 + below(4)) + scalar(column) + line_end();
  }
}

std::string SchemaDice::sequence(std::size_t depth, std::size_t column) {
  std::string text;
  for (std::size_t count = 1 + below(3); count > 0; --count) {
    if (!text.empty()) text += between(column);
    text += spaces(column) + '-';
    if (depth > 0 && one_in(3)) {
      const std::string gap = blanks();
      text += gap + mapping(depth - 1, column + 1 + gap.size(), true);
    } else {
      text += blanks() + (one_in(4) ? block_scalar(column) + '\n' : scalar(column) + line_end());
    }
  }
  return text;
}

std::string SchemaDice::mapping(std::size_t depth, std::size_t column, bool first_is_placed) {
  std::string text;
  for (std::size_t count = 1 + below(4); count > 0; --count) {
    if (!text.empty()) text += between(column);
    if (!text.empty() || !first_is_placed) text += spaces(column);
    const std::string key = "k" + std::to_string(++keys_);
    text += (one_in(6) ? '"' + key + '"' : key) + (one_in(8) ? " " : "") + ':' + value(depth, column);
  }
  return text;
}

std::string SchemaDice::schema() {
  keys_ = 0;
  const std::size_t column = one_in(6) ? below(3) : 0;
  std::string text = one_in(8) ? "---" + line_end() : between(column);
  text += mapping(4, column, false) + between(column);
  if (one_in(4)) text.pop_back();
  return text;
}

std::string SchemaDice::mutated(std::string text) {
  constexpr std::string_view kBytes = " \n#:-{}[],\"'|>?a\t\\";
  for (std::size_t count = 1 + below(3); count > 0 && !text.empty(); --count) {
    const std::size_t at = below(text.size());
    const char byte = kBytes[below(kBytes.size())];
    switch (below(3)) {
      case 0:
        text.erase(at, 1 + below(3));
        break;
      case 1:
        text.insert(at, 1, byte);
        break;
      default:
        text[at] = byte;
        break;
    }
  }
  return text;
}

}  // namespace redisconf::compiler::test
