#include <algorithm>
#include <array>

#include "scan/characters.h"
#include "scan/evaluate.h"
#include "scan/setting_names.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

// Where the name of the variable stands, and the bracket that holds it, if one does.
struct Access {
  std::size_t name = kNowhere;
  std::size_t open = kNowhere;
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool opens_text(const SourceCode& code, std::size_t index) {
  const bool opens = code.at(index).is_symbol("(") || code.at(index).is_symbol("[");
  return opens && code.at(index + 1).kind == TokenKind::text;
}

Access in_brackets(std::size_t open) { return {open + 1, open}; }

// getenv("X"), os.Getenv("X"), getEnvOrDefault("X", "d"), GetEnvironmentVariable("X").
Access of_function(const SourceCode& code, std::size_t index) {
  if (!code.at(index + 1).is_symbol("(")) return {};
  const std::string name = canonical_name(code.at(index).text.substr(0, 64));
  const bool reads = name.find("getenv") != std::string::npos || is_one_of(name, {"lookupenv", "envor"});
  if (!reads) return {};
  if (opens_text(code, index + 1)) return in_brackets(index + 1);
  // Ruby and friends may leave the brackets out; Java asks the map: getenv().getOrDefault("X", "d").
  const bool map = code.at(index + 1).is_symbol("(") && code.at(index + 2).is_symbol(")") &&
                   code.at(index + 3).is_symbol(".") && opens_text(code, index + 5);
  return map ? in_brackets(index + 5) : Access{};
}

// environ["X"], environ.get("X"), ENV["X"], ENV.fetch("X"), env.X of process, Bun and import.meta.
Access of_map(const SourceCode& code, std::size_t index) {
  const Token& word = code.at(index);
  const bool member = index > 0 && (code.at(index - 1).is_symbol(".") || code.at(index - 1).is_symbol("?."));
  const bool javascript = word.text == "env" && member && code.language() == Language::javascript;
  if (!javascript && word.text != "environ" && word.text != "ENV") return {};
  std::size_t next = index + 1;
  if (opens_text(code, next)) return in_brackets(next);
  if (!code.at(next).is_symbol(".") && !code.at(next).is_symbol("?.")) return {};
  ++next;
  if (is_one_of(code.at(next).text, {"get", "fetch", "setdefault"})) {
    if (opens_text(code, next + 1)) return in_brackets(next + 1);
    if (word.text == "ENV" && code.at(next + 1).kind == TokenKind::text) return {next + 1, kNowhere};
  }
  return javascript && code.at(next).kind == TokenKind::word ? Access{next, kNowhere} : Access{};
}

// env("X"), env.str("X", "d") of django-environ and environs, config("X") of decouple.
Access of_helper(const SourceCode& code, std::size_t index) {
  if (code.language() != Language::python && code.language() != Language::javascript) return {};
  const std::string_view word = code.at(index).text;
  if (word != "env" && word != "config") return {};
  std::size_t open = index + 1;
  if (word == "env" && code.at(open).is_symbol(".") && code.at(open + 1).kind == TokenKind::word) open += 2;
  const bool reads = opens_text(code, open) && code.at(open).is_symbol("(") &&
                     setting_of_variable(code.at(open + 1).text).has_value();
  return reads ? in_brackets(open) : Access{};
}

void take_fallback(const SourceCode& code, Range range, RawValue& value, int depth) {
  const RawValue given = evaluate(code, range, depth + 1);
  // Another variable stands in for this one: what counts is what stands in for both.
  value.fallback = given.variable.empty() || given.fallback;
  const bool literal = value.fallback && given.kind != RawKind::computed && given.kind != RawKind::object;
  value.kind = literal ? given.kind : RawKind::computed;
  value.text = literal ? given.text : std::string{};
  // An unset variable that means nothing is no stand-in.
  const bool nothing = literal && is_one_of(lower_case(value.text), {"", "none", "null", "nil", "undefined"});
  if (nothing) value.fallback = false;
}

// The second argument: getenv("X", "d"), env("X", default="d").
void read_second_argument(const SourceCode& code, const Access& access, EnvironmentRead& read, int depth) {
  if (!code.at(access.name + 1).is_symbol(",")) return;
  std::size_t begin = access.name + 2;
  if (code.at(begin + 1).is_symbol("=") || code.at(begin + 1).is_symbol(":")) {
    if (code.at(begin).text != "default") return;
    begin += 2;
  }
  const std::size_t end = code.end_of_value(begin, std::min(code.size(), begin + 64));
  if (end > begin) take_fallback(code, {begin, end}, read.value, depth);
}

// ENV.fetch("X") { "d" }
void read_block(const SourceCode& code, EnvironmentRead& read, int depth) {
  if (code.language() != Language::ruby || !code.at(read.end).is_symbol("{")) return;
  const std::size_t close = code.closing(read.end);
  if (close >= code.size() || close - read.end > 32) return;
  take_fallback(code, {read.end + 1, close}, read.value, depth);
  read.end = close + 1;
}

// What follows: || "d", ?? "d", or "d", ?: "d", and of a ternary what stands after the colon.
void read_alternative(const SourceCode& code, EnvironmentRead& read, int depth) {
  std::size_t next = read.end;
  while (code.at(next).is_symbol(")") && next < read.end + 3) ++next;
  const Token& token = code.at(next);
  const bool alternative =
      token.is_symbol("||") || token.is_symbol("??") || token.is_symbol("?:") || token.is_word("or");
  if (token.is_symbol("?")) {
    const std::size_t limit = std::min(code.size(), next + 16);
    while (next < limit && !code.at(next).is_symbol(":") && !code.at(next).is_symbol(";")) ++next;
    if (!code.at(next).is_symbol(":")) return;
  } else if (!alternative) {
    return;
  }
  const std::size_t end = code.end_of_value(next + 1, std::min(code.size(), next + 32));
  if (end == next + 1) return;
  take_fallback(code, {next + 1, end}, read.value, depth);
  read.end = end;
}

}  // namespace

std::optional<EnvironmentRead> environment_read(const SourceCode& code, std::size_t index, int depth) {
  if (code.at(index).kind != TokenKind::word) return std::nullopt;
  Access access = of_function(code, index);
  if (access.name == kNowhere) access = of_map(code, index);
  if (access.name == kNowhere) access = of_helper(code, index);
  if (access.name == kNowhere || !is_name(code.at(access.name).text)) return std::nullopt;
  EnvironmentRead read;
  read.value.variable = code.at(access.name).text;
  read.value.offset = code.offset(index);
  read.end = access.name + 1;
  if (access.open != kNowhere) {
    const std::size_t close = code.closing(access.open);
    if (close < code.size()) read.end = close + 1;
    read_second_argument(code, access, read, depth);
  }
  const bool is_set = code.at(read.end).is_symbol("=");
  if (is_set) return std::nullopt;
  if (!read.value.fallback) read_block(code, read, depth);
  if (!read.value.fallback) read_alternative(code, read, depth);
  return read;
}

}  // namespace redisconf::compiler::scan
