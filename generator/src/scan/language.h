// Which language a file is written in, and what its comments and strings look like.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstdint>
#include <string_view>

namespace redisconf::compiler::scan {

enum class Language : std::uint8_t {
  none,
  cpp,  // C as well
  csharp,
  go,
  java,
  javascript,  // TypeScript as well
  json,
  kotlin,
  python,
  ruby,
  dockerfile,
  dotenv,
  properties,  // .ini and .toml as well
  shell,
  yaml,
};

[[nodiscard]] Language language_of(std::string_view path) noexcept;

// How a lexer reads a language.
struct LexRules {
  bool hash_comments = false;
  bool slash_comments = false;
  bool nested_comments = false;
  bool begin_end_comments = false;  // =begin ... =end
  bool docstrings = false;          // a triple-quoted string that is a statement of its own
  bool triple_quotes = false;
  bool character_quotes = false;  // 'x' is a character, not a string
  bool backticks = false;
  bool regexes = false;           // /x/ is a pattern
  bool raw_strings = false;       // R"x(...)x"
  bool verbatim_strings = false;  // @"..."
  bool preprocessor = false;      // #if 0 ... #endif
  // The character before a brace that opens an expression within a string; '{': the brace alone,
  // in strings that are marked by a prefix.
  char hole = '\0';
};

[[nodiscard]] LexRules lex_rules(Language language) noexcept;

}  // namespace redisconf::compiler::scan
