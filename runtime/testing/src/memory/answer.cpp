#include "memory/answer.h"

#include <algorithm>

namespace redisconf::testing::memory {
namespace {

void line(std::string& out, char type, std::string_view text) {
  out.append(1, type).append(text).append("\r\n");
}

// An error is one line, whatever a client has sent.
std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return text;
}

void elements(const Answer& answer, std::string& out) {
  for (const Answer& element : answer.elements) encode(element, out);
}

}  // namespace

void encode(const Answer& answer, std::string& out) {
  switch (answer.kind) {
    case Answer::Kind::none:
      return;
    case Answer::Kind::nil:
      return line(out, '$', "-1");
    case Answer::Kind::nil_array:
      return line(out, '*', "-1");
    case Answer::Kind::status:
      return line(out, '+', answer.text);
    case Answer::Kind::error:
      return line(out, '-', one_line(answer.text));
    case Answer::Kind::integer:
      return line(out, ':', std::to_string(answer.number));
    case Answer::Kind::bulk:
      line(out, '$', std::to_string(answer.text.size()));
      out.append(answer.text).append("\r\n");
      return;
    case Answer::Kind::array:
      line(out, '*', std::to_string(answer.elements.size()));
      return elements(answer, out);
    case Answer::Kind::many:
      return elements(answer, out);
  }
}

void throw_syntax_error() { throw CommandError("ERR syntax error"); }

void throw_wrong_type() {
  throw CommandError("WRONGTYPE Operation against a key holding the wrong kind of value");
}

}  // namespace redisconf::testing::memory
