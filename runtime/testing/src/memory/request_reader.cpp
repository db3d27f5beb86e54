#include "memory/request_reader.h"

#include "memory/answer.h"
#include "memory/numbers.h"

namespace redisconf::testing::memory {
namespace {

constexpr long long kMostArguments = 1024LL * 1024;
constexpr long long kLongest = 512LL * 1024 * 1024;

}  // namespace

std::optional<std::size_t> RequestReader::read_length(std::size_t& at, char type) const {
  if (at >= buffer_.size()) return std::nullopt;
  if (buffer_[at] != type) throw CommandError("ERR Protocol error: memory:// takes arrays of bulk strings");
  const auto end = buffer_.find("\r\n", at);
  if (end == std::string::npos) return std::nullopt;
  const auto length = parse_integer(std::string_view(buffer_).substr(at + 1, end - at - 1));
  if (!length || *length < 0 || *length > (type == '*' ? kMostArguments : kLongest))
    throw CommandError("ERR Protocol error: invalid length");
  at = end + 2;
  return static_cast<std::size_t>(*length);
}

std::optional<std::vector<std::string>> RequestReader::next() {
  std::size_t at = 0;
  const auto count = read_length(at, '*');
  if (!count) return std::nullopt;
  std::vector<std::string> arguments;
  while (arguments.size() < *count) {
    const auto length = read_length(at, '$');
    if (!length || buffer_.size() < at + *length + 2) return std::nullopt;
    arguments.push_back(buffer_.substr(at, *length));
    at += *length + 2;
  }
  buffer_.erase(0, at);
  return arguments;
}

}  // namespace redisconf::testing::memory
