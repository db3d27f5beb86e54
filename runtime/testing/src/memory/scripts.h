// Scripts that EVAL has seen, by the SHA-1 of their text, and what runs them.
//
// Ownership: owns the texts and the interpreter. Thread-safety: none. Errors: CommandError.
#pragma once

#include "memory/interpreter.h"

#include <map>
#include <string>
#include <string_view>

namespace redisconf::testing::memory {

class Scripts {
 public:
  // The SHA-1 of a text that compiles.
  std::string load(const std::string& source);
  // Null for one that is not known.
  [[nodiscard]] const std::string* find(std::string_view sha1) const;
  void clear() noexcept { sources_.clear(); }

  [[nodiscard]] Interpreter& interpreter() noexcept { return interpreter_; }

 private:
  std::map<std::string, std::string, std::less<>> sources_;
  Interpreter interpreter_;
};

}  // namespace redisconf::testing::memory
