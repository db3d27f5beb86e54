// The calls and types by which client libraries are set up, by language.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scan/source_code.h"

namespace redisconf::compiler::scan {

struct Construction {
  Language language = Language::none;
  std::string_view name;        // the word before the bracket: "Redis"
  std::string_view qualifier;   // the word before that: "redis" of redis.NewClient; empty: any
  std::string_view positional;  // names of arguments by position: "host,port"; "-" is none of ours
  unsigned traits = 0;
};

inline constexpr unsigned kAfterNew = 1U << 0U;       // new Redis(...)
inline constexpr unsigned kNeedsFindings = 1U << 1U;  // the name is not Redis' alone
inline constexpr unsigned kNeedsImport = 1U << 2U;    // the same, and the file must name the library
inline constexpr unsigned kScoped = 1U << 3U;         // only `connection` and `redis` of it are ours
inline constexpr unsigned kBraces = 1U << 4U;         // redis.Options{...}
inline constexpr unsigned kDeclares = 1U << 5U;       // a type: ConnectionOptions options;
inline constexpr unsigned kPartial = 1U << 6U;        // a part of a configuration: opens no connection

struct FoundConstruction {
  const Construction* rule = nullptr;
  std::string what;         // "redis.Redis(...)"
  Range arguments;          // within the brackets
  std::size_t end = 0;      // first token after it
  std::string_view holder;  // the variable that it is assigned to or that it declares
};

// The construction whose name is token `index`.
[[nodiscard]] std::optional<FoundConstruction> find_construction(const SourceCode& code, std::size_t index);

}  // namespace redisconf::compiler::scan
