// The parts of a Redis URL, read one by one. Every text here may be a piece of a password: faults
// hold constant words and positions alone.
//
// Thread-safety: pure. Errors: returned as faults.
#pragma once

#include "redisconf/config/url.h"

#include <array>

namespace redisconf::url_parts {

struct UrlFault {
  std::string reason;
  std::string fix;
};
using Fault = std::optional<UrlFault>;

// What one part says without its percent escapes; wiped, for it may be a password.
class DecodedPart {
 public:
  explicit DecodedPart(std::string_view encoded) noexcept;  // at most kMaxUrlBytes
  DecodedPart(const DecodedPart&) = delete;
  DecodedPart& operator=(const DecodedPart&) = delete;
  ~DecodedPart();

  // A bad escape, bytes that are no UTF-8, NUL.
  [[nodiscard]] Fault fault() const;
  [[nodiscard]] std::string_view text() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<char, kMaxUrlBytes> bytes_;
  std::size_t size_ = 0;
  bool bad_escape_ = false;
};

// Characters that a URL can't hold anywhere (RFC 3986 section 2).
[[nodiscard]] Fault check_characters(std::string_view url);

// "user:password" of "user:password@host".
[[nodiscard]] Fault read_userinfo(std::string_view text, RedisUrl& url);

// "host", "host:6379", "[::1]:6379".
[[nodiscard]] Fault read_endpoint(std::string_view text, RedisUrl& url);

// "0"; one that is known already must be the same.
[[nodiscard]] Fault read_database(std::string_view digits, RedisUrl& url);

// "db=1" of "?db=1". Names that nobody knows are shown when they can't be a piece of a password.
[[nodiscard]] Fault read_query(std::string_view query, bool may_show_names, RedisUrl& url);

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

[[nodiscard]] constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr bool is_letter(char c) noexcept { return lower(c) >= 'a' && lower(c) <= 'z'; }

[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

}  // namespace redisconf::url_parts
