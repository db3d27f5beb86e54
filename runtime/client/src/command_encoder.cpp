#include "command_encoder.h"

#include <charconv>
#include <cstring>
#include <limits>

namespace redisconf {
namespace {

constexpr std::size_t kDigits = std::numeric_limits<std::size_t>::digits10 + 1;
constexpr std::size_t kHeader = 1 + kDigits + 2;  // "$", length, line end

// Returns the end of what it wrote.
char* write_header(char* at, char type, std::size_t number) {
  *at++ = type;
  at = std::to_chars(at, at + kDigits, number).ptr;
  *at++ = '\r';
  *at++ = '\n';
  return at;
}

// Moves `at` behind "*12\r\n" and the like.
std::size_t read_header(std::string_view bytes, std::size_t& at) {
  const std::size_t end = bytes.find('\r', at);
  std::size_t number = 0;
  std::from_chars(bytes.data() + at + 1, bytes.data() + end, number);
  at = end + 2;
  return number;
}

}  // namespace

void encode_command(ByteBuffer& buffer, std::span<const std::string_view> arguments) {
  if (arguments.empty()) return;
  std::size_t most = kHeader;
  for (const std::string_view argument : arguments) most += kHeader + argument.size() + 2;
  char* const start = buffer.prepare(most);
  char* at = write_header(start, '*', arguments.size());
  for (const std::string_view argument : arguments) {
    at = write_header(at, '$', argument.size());
    if (!argument.empty()) std::memcpy(at, argument.data(), argument.size());
    at += argument.size();
    *at++ = '\r';
    *at++ = '\n';
  }
  buffer.commit(static_cast<std::size_t>(at - start));
}

std::vector<std::string_view> next_command(std::string_view bytes, std::size_t& at) {
  std::vector<std::string_view> arguments;
  for (std::size_t left = read_header(bytes, at); left > 0; --left) {
    const std::size_t size = read_header(bytes, at);
    arguments.push_back(bytes.substr(at, size));
    at += size + 2;
  }
  return arguments;
}

std::vector<std::string_view> decode_command(std::string_view bytes, std::size_t number) {
  std::vector<std::string_view> arguments;
  std::size_t at = 0;
  for (std::size_t command = 0; command <= number && at < bytes.size(); ++command) {
    arguments = next_command(bytes, at);
    if (command < number) arguments.clear();
  }
  return arguments;
}

}  // namespace redisconf
