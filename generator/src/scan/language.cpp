#include "scan/language.h"

#include <algorithm>
#include <array>

namespace redisconf::compiler::scan {
namespace {

struct Extension {
  std::string_view name;
  Language language;
};

constexpr std::array kExtensions{
    Extension{".c", Language::cpp},           Extension{".cc", Language::cpp},
    Extension{".cpp", Language::cpp},         Extension{".cxx", Language::cpp},
    Extension{".h", Language::cpp},           Extension{".hh", Language::cpp},
    Extension{".hpp", Language::cpp},         Extension{".hxx", Language::cpp},
    Extension{".ipp", Language::cpp},         Extension{".cs", Language::csharp},
    Extension{".go", Language::go},           Extension{".java", Language::java},
    Extension{".js", Language::javascript},   Extension{".cjs", Language::javascript},
    Extension{".mjs", Language::javascript},  Extension{".jsx", Language::javascript},
    Extension{".ts", Language::javascript},   Extension{".cts", Language::javascript},
    Extension{".mts", Language::javascript},  Extension{".tsx", Language::javascript},
    Extension{".json", Language::json},       Extension{".kt", Language::kotlin},
    Extension{".kts", Language::kotlin},      Extension{".py", Language::python},
    Extension{".rb", Language::ruby},         Extension{".rake", Language::ruby},
    Extension{".ru", Language::ruby},         Extension{".env", Language::dotenv},
    Extension{".cfg", Language::properties},  Extension{".ini", Language::properties},
    Extension{".toml", Language::properties}, Extension{".properties", Language::properties},
    Extension{".bash", Language::shell},      Extension{".sh", Language::shell},
    Extension{".yaml", Language::yaml},       Extension{".yml", Language::yaml},
};

bool is_minified_name(std::string_view name) noexcept {
  return name.find(".min.") != std::string_view::npos || name.ends_with(".bundle.js");
}

}  // namespace

Language language_of(std::string_view path) noexcept {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name == ".env" || name.starts_with(".env.") || name == ".envrc") return Language::dotenv;
  if (name == "Dockerfile" || name.starts_with("Dockerfile.") || name.ends_with(".dockerfile")) {
    return Language::dockerfile;
  }
  if (name == "Rakefile" || name == "Gemfile") return Language::ruby;
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || is_minified_name(name)) return Language::none;
  const auto* const found = std::ranges::find(kExtensions, name.substr(dot), &Extension::name);
  return found == kExtensions.end() ? Language::none : found->language;
}

LexRules lex_rules(Language language) noexcept {
  switch (language) {
    case Language::cpp:
      return {.slash_comments = true, .character_quotes = true, .raw_strings = true, .preprocessor = true};
    case Language::csharp:
      return {.slash_comments = true,
              .triple_quotes = true,
              .character_quotes = true,
              .verbatim_strings = true,
              .preprocessor = true,
              .hole = '{'};
    case Language::go:
      return {.slash_comments = true, .character_quotes = true, .backticks = true};
    case Language::java:
      return {.slash_comments = true, .triple_quotes = true, .character_quotes = true};
    case Language::javascript:
    case Language::json:
      return {.slash_comments = true, .backticks = true, .regexes = true, .hole = '$'};
    case Language::kotlin:
      return {.slash_comments = true,
              .nested_comments = true,
              .triple_quotes = true,
              .character_quotes = true,
              .hole = '$'};
    case Language::python:
      return {.hash_comments = true, .docstrings = true, .triple_quotes = true, .hole = '{'};
    case Language::ruby:
      return {.hash_comments = true, .begin_end_comments = true, .hole = '#'};
    default:
      return {.hash_comments = true};
  }
}

}  // namespace redisconf::compiler::scan
