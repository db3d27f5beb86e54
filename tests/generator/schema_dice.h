// Random schema files for property tests: every style of YAML that the reader accepts, and texts
// that it may not.
//
// Thread-safety: none. The same seed gives the same texts.
#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace redisconf::compiler::test {

class SchemaDice {
 public:
  explicit SchemaDice(unsigned seed) : engine_(seed) {}

  // A mapping with comments, empty lines and odd columns; nearly always readable.
  [[nodiscard]] std::string schema();

  // The text with some bytes taken out, put in or exchanged.
  [[nodiscard]] std::string mutated(std::string text);

 private:
  [[nodiscard]] std::size_t below(std::size_t limit);
  [[nodiscard]] bool one_in(std::size_t count) { return below(count) == 0; }
  [[nodiscard]] std::string word();
  [[nodiscard]] std::string blanks() { return std::string(1 + below(3), ' '); }
  [[nodiscard]] std::string scalar(std::size_t column);
  [[nodiscard]] std::string block_scalar(std::size_t column);
  [[nodiscard]] std::string flow(std::size_t depth, std::size_t column);
  [[nodiscard]] std::string flow_gap(std::size_t column);
  [[nodiscard]] std::string line_end();
  [[nodiscard]] std::string between(std::size_t column);
  [[nodiscard]] std::string mapping(std::size_t depth, std::size_t column, bool first_is_placed);
  [[nodiscard]] std::string sequence(std::size_t depth, std::size_t column);
  [[nodiscard]] std::string value(std::size_t depth, std::size_t column);

  std::mt19937 engine_;
  std::size_t keys_ = 0;  // makes every key another one
};

}  // namespace redisconf::compiler::test
