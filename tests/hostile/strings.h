// Strings that break code generators, from a seed: the same seed gives the same strings.
//
// Thread-safety: none.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace redisconf::hostile {

class Strings {
 public:
  explicit Strings(std::uint64_t seed) : random_(seed) {}

  // Allowed in a schema, whatever it looks like.
  [[nodiscard]] std::string good();

  // Holds at least one character that a schema may not hold, as text or by an escape.
  [[nodiscard]] std::string bad();

  // The string between double quotes, as YAML: characters as they are or by any of their escapes.
  [[nodiscard]] std::string quoted(const std::string& text);

 private:
  [[nodiscard]] std::size_t below(std::size_t limit);
  [[nodiscard]] std::string code_point();  // of any plane, allowed
  [[nodiscard]] std::string escape(std::uint32_t code);

  std::mt19937_64 random_;
};

// The code point at the front of the text, which is UTF-8, and its length in bytes.
struct CodePoint {
  std::uint32_t code = 0;
  std::size_t length = 0;
};
[[nodiscard]] CodePoint first_code_point(const std::string& text, std::size_t at);

}  // namespace redisconf::hostile
