// What a command answers, as a tree; and the bytes that say it in RESP2
// (redis.io/docs/reference/protocol-spec).
//
// Ownership: owns its bytes. Thread-safety: none. Errors: none.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf::testing::memory {

struct Answer {
  // `many` stands for several replies in a row, as SUBSCRIBE gives one a channel; `none` for no reply yet.
  enum class Kind : std::uint8_t { none, nil, nil_array, status, error, integer, bulk, array, many };

  Kind kind = Kind::none;
  long long number = 0;
  std::string text{};
  std::vector<Answer> elements{};

  static Answer nil() { return {Kind::nil}; }
  static Answer nil_array() { return {Kind::nil_array}; }
  static Answer status(std::string_view text) { return {Kind::status, 0, std::string(text)}; }
  static Answer ok() { return status("OK"); }
  static Answer error(std::string_view text) { return {Kind::error, 0, std::string(text)}; }
  static Answer integer(long long number) { return {Kind::integer, number}; }
  static Answer count(std::size_t number) { return integer(static_cast<long long>(number)); }
  static Answer bulk(std::string_view text) { return {Kind::bulk, 0, std::string(text)}; }
  static Answer array(std::vector<Answer> elements = {}) { return {Kind::array, 0, {}, std::move(elements)}; }
  static Answer many(std::vector<Answer> elements) { return {Kind::many, 0, {}, std::move(elements)}; }
};

void encode(const Answer& answer, std::string& out);

// A command that can't be carried out: the text of the error reply, with its code in front.
class CommandError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[noreturn]] void throw_syntax_error();
[[noreturn]] void throw_wrong_type();

}  // namespace redisconf::testing::memory
