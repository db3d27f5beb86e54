#include "render/cpp_text.h"

#include <limits>

#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

void append_octal(std::string& literal, unsigned char byte) {
  literal += '\\';
  literal += static_cast<char>('0' + byte / 64);
  literal += static_cast<char>('0' + byte / 8 % 8);
  literal += static_cast<char>('0' + byte % 8);
}

void append_escaped(std::string& literal, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    literal += '\\';
    literal += c;
  } else if (c == '\n') {
    literal += "\\n";
  } else if (c == '?' && literal.ends_with('?')) {
    literal += "\\?";  // no trigraph
  } else if (byte < 0x20 || byte >= 0x7F) {
    append_octal(literal, byte);  // three digits: a digit that follows is not part of it
  } else {
    literal += c;
  }
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// A line of a comment that ends so would swallow the next line.
bool splices(std::string_view word) { return word.ends_with('\\') || word.ends_with("?\?/"); }

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (auto begin = text.find_first_not_of(kSpaces); begin != std::string_view::npos;) {
    auto end = begin;
    while (end < text.size() && !is_space(text[end])) ++end;
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSpaces, end);
  }
  return words;
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string literal = "\"";
  literal.reserve(text.size() + 2);
  for (const char c : text) append_escaped(literal, c);
  literal += '"';
  return literal;
}

std::string quoted_or_null(const std::string* text) { return text == nullptr ? "nullptr" : quoted(*text); }

std::string number_text(std::int64_t number) {
  // A literal has no sign, and 9223372036854775808 fits no signed type.
  if (number == std::numeric_limits<std::int64_t>::min()) return "-9223372036854775807 - 1";
  return std::to_string(number);
}

std::string comment(std::string_view text, std::string_view prefix, std::size_t limit) {
  std::string lines(prefix);
  std::size_t width = prefix.size();
  bool first = true;
  bool must_join = false;
  for (const std::string_view word : words_of(text)) {
    const std::size_t length = count_code_points(word);
    if (!first && !must_join && width + 1 + length > limit) {
      lines += '\n';
      lines += prefix;
      width = prefix.size();
      first = true;
    }
    if (!first) {
      lines += ' ';
      ++width;
    }
    lines += word;
    width += length;
    first = false;
    must_join = splices(word);
  }
  if (must_join) lines += '.';
  return lines;
}

std::string sentence(std::string_view text) {
  const auto end = text.find_last_not_of(kSpaces);
  if (end == std::string_view::npos) return {};
  std::string result(text.substr(0, end + 1));
  if (std::string_view(".!?").find(result.back()) == std::string_view::npos) result += '.';
  return result;
}

Row table_row(const std::vector<std::string>& fields) {
  Row row{"    {", false};
  std::size_t width = row.text.size();
  for (std::size_t index = 0; index < fields.size(); ++index) {
    const bool last = index + 1 == fields.size();
    const std::string& field = fields[index];
    const std::size_t length = field.size() + (last ? 2 : 1);  // "}," or ","
    if (index > 0 && width + 1 + length > kColumnLimit) {
      row.text += "\n     ";
      width = 5;
    } else if (index > 0) {
      row.text += ' ';
      ++width;
    }
    row.text += field;
    row.text += last ? "}," : ",";
    width += length;
    row.overflows = row.overflows || width > kColumnLimit;
  }
  return row;
}

}  // namespace redisconf::compiler
