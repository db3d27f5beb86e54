// A value as it stands in a file, before it is known what it is the value of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace redisconf::compiler::scan {

enum class RawKind : std::uint8_t {
  computed,  // the program works it out
  text,      // a string, with kHole for placeholders
  number,
  word,      // true, None, CERT_NONE
  duration,  // milliseconds in `text`, whatever the language's own unit is
  object,    // {...}, [...], a constructed value
};

struct RawValue {
  RawKind kind = RawKind::computed;
  std::string text;        // of a literal, or of the fallback
  std::string variable;    // set: the value is that variable's, and kind and text are its fallback's
  bool fallback = false;   // an unset variable has a stand-in
  std::size_t offset = 0;  // where it stands

  [[nodiscard]] bool is_literal() const noexcept { return variable.empty() && kind != RawKind::computed; }
};

// What a bare number means where a duration belongs.
enum class TimeUnit : std::uint8_t { unknown, milliseconds, seconds };

}  // namespace redisconf::compiler::scan
