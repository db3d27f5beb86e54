#include "reply_guard.h"

#include "fault.h"

#include <algorithm>

namespace redisconf {
namespace {

[[noreturn]] void refuse(const char* why) {
  throw Fault(ErrorCategory::protocol, std::string("the peer does not speak the Redis protocol: ") + why);
}

}  // namespace

void ReplyGuard::check(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t plain = place_ == Place::type ? plain_string(bytes) : 0;
    bytes.remove_prefix(plain > 0 ? plain : step(bytes));
  }
}

// What most replies are: the size of a string of which all is there, and right; else 0.
std::size_t ReplyGuard::plain_string(std::string_view bytes) {
  constexpr std::size_t kMostDigits = 9;  // longer sizes are for step() to judge
  if (bytes.front() != '$') return 0;
  std::size_t at = 1;
  std::size_t length = 0;
  for (; at < bytes.size() && at <= kMostDigits && bytes[at] >= '0' && bytes[at] <= '9'; ++at) {
    length = length * 10 + static_cast<std::size_t>(bytes[at] - '0');
  }
  const auto is_line_end = [&](std::size_t from) {
    return from + 2 <= bytes.size() && bytes[from] == '\r' && bytes[from + 1] == '\n';
  };
  const std::size_t end = at + 2 + length;
  if (at == 1 || length > kMostBulkBytes || !is_line_end(at) || !is_line_end(end)) return 0;
  value_ends();
  return end + 2;
}

// Returns how many of the bytes it took.
std::size_t ReplyGuard::step(std::string_view bytes) {
  const char byte = bytes.front();
  switch (place_) {
    case Place::type:
      begin(byte);
      return 1;
    case Place::length:
      length_digit(byte);
      return 1;
    case Place::line:
      return skip_line(bytes);
    case Place::line_end:
      if (byte != '\n') refuse("a line ends with a carriage return alone");
      if (type_ == '$' || type_ == '*') {
        length_ends();
      } else {
        value_ends();
      }
      return 1;
    case Place::bulk:
      return skip_bulk(bytes);
    case Place::bulk_return:
      if (byte != '\r') refuse("a string is longer than it says");
      place_ = Place::bulk_end;
      return 1;
    case Place::bulk_end:
      if (byte != '\n') refuse("a string is longer than it says");
      value_ends();
      return 1;
  }
  return bytes.size();
}

void ReplyGuard::begin(char type) {
  type_ = type;
  line_bytes_ = 0;
  switch (type) {
    case '$':
    case '*':
      negative_ = false;
      digits_ = false;
      length_ = 0;
      place_ = Place::length;
      return;
    case '+':
    case '-':
    case ':':
      place_ = Place::line;
      return;
    default:
      refuse("a reply starts with a byte that no type has");
  }
}

void ReplyGuard::length_digit(char digit) {
  add_to_line(1);
  if (digit == '\r' && digits_) {
    place_ = Place::line_end;
  } else if (digit == '-' && !negative_ && !digits_) {
    negative_ = true;
  } else if (digit >= '0' && digit <= '9') {
    digits_ = true;
    length_ = length_ * 10 + (digit - '0');
    if (length_ > (type_ == '$' ? kMostBulkBytes : kMostElements)) {
      refuse(type_ == '$' ? "a string of more than 512 MiB" : "an array of more than 16,777,216 elements");
    }
  } else {
    refuse("a length that is no number");
  }
}

void ReplyGuard::length_ends() {
  if (negative_ && length_ != 1) refuse("a negative length");
  if (negative_ || (type_ == '*' && length_ == 0)) {
    value_ends();
  } else if (type_ == '$') {
    place_ = length_ == 0 ? Place::bulk_return : Place::bulk;
  } else {
    if (depth_ == left_.size()) refuse("arrays nested more than 7 deep");
    left_[depth_++] = length_;
    place_ = Place::type;
  }
}

std::size_t ReplyGuard::skip_line(std::string_view bytes) {
  const std::size_t end = bytes.find('\r');
  const std::size_t size = std::min(end, bytes.size());
  add_to_line(size);
  if (end == std::string_view::npos) return size;
  place_ = Place::line_end;
  return size + 1;
}

std::size_t ReplyGuard::skip_bulk(std::string_view bytes) {
  const std::size_t size = std::min(static_cast<std::size_t>(length_), bytes.size());
  length_ -= static_cast<long long>(size);
  if (length_ == 0) place_ = Place::bulk_return;
  return size;
}

void ReplyGuard::value_ends() {
  place_ = Place::type;
  while (depth_ > 0 && --left_[depth_ - 1] == 0) --depth_;
}

void ReplyGuard::add_to_line(std::size_t size) {
  line_bytes_ += size;
  if (line_bytes_ > kMostLineBytes) refuse("a line of more than 64 KiB");
}

}  // namespace redisconf
