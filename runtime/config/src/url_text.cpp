// Characters of URLs: which may stand in one, percent escapes, the canonical form.
#include "redisconf/config/value.h"
#include "url_parts.h"
#include "utf8.h"

namespace redisconf {
namespace url_parts {
namespace {

// -1 for what is no hexadecimal digit.
int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  const char small = lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

bool is_unreserved(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool is_url_character(char c) noexcept {
  return is_unreserved(c) || std::string_view("%:/?#[]@!$&'()*+,;=").find(c) != std::string_view::npos;
}

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

UrlFault character_fault(std::string_view what, std::size_t at, std::string_view fix) {
  return {"holds " + std::string(what) + " at byte " + std::to_string(at + 1), std::string(fix)};
}

}  // namespace

DecodedPart::DecodedPart(std::string_view encoded) noexcept {
  for (std::size_t at = 0; at < encoded.size() && size_ < bytes_.size(); ++at) {
    char byte = encoded[at];
    if (byte == '%') {
      const int high = at + 1 < encoded.size() ? hex_value(encoded[at + 1]) : -1;
      const int low = at + 2 < encoded.size() ? hex_value(encoded[at + 2]) : -1;
      bad_escape_ = high < 0 || low < 0;
      if (bad_escape_) return;
      byte = static_cast<char>(high * 16 + low);
      at += 2;
    }
    bytes_[size_++] = byte;
  }
}

DecodedPart::~DecodedPart() { wipe_memory(bytes_.data(), size_); }

Fault DecodedPart::fault() const {
  if (bad_escape_) {
    return UrlFault{"has a bad percent escape: two hexadecimal digits must follow each %",
                    "write a % in a user name, password or path as %25"};
  }
  for (std::string_view rest = text(); !rest.empty();) {
    if (rest.front() == '\0') return UrlFault{"holds a NUL character, written %00", "remove it"};
    const std::size_t length = utf8_length(rest);
    if (length == 0) {
      return UrlFault{"is not UTF-8 where its percent escapes are undone",
                      "escape each byte of the text's UTF-8 form: \u00f0 is %C3%B0, not %F0"};
    }
    rest.remove_prefix(length);
  }
  return {};
}

Fault check_characters(std::string_view url) {
  for (std::size_t at = 0; at < url.size(); ++at) {
    const char c = url[at];
    if (is_url_character(c)) continue;
    if (is_space(c)) {
      return character_fault("white space", at, "remove it; in a password a space is written %20");
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      return character_fault("a control character", at, "remove it; it came in by copying, or from a file");
    }
    if (byte >= 0x80) {
      return character_fault("a character that is not ASCII", at,
                             "percent-escape its UTF-8 bytes; write a host name in its xn-- form");
    }
    return character_fault(
        "a character that must be percent-escaped", at,
        "escape it as % and two hexadecimal digits, or fill in the placeholder that it marks");
  }
  return {};
}

}  // namespace url_parts

namespace {

void add_escaped(std::string& result, std::string_view text, std::string_view also_plain = {}) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    if (url_parts::is_unreserved(c) || also_plain.find(c) != std::string_view::npos) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += {'%', kDigits[byte / 16U], kDigits[byte % 16U]};
  }
}

// Longest that it can get, so that no copy of a password stays behind in freed memory.
std::size_t room_for(const RedisUrl& url) noexcept {
  constexpr std::size_t kFixed = 64;
  const std::size_t user = url.username ? url.username->size() : 0;
  const std::size_t password = url.password ? url.password->reveal().size() : 0;
  return kFixed + url.scheme.size() + url.host.size() + 3 * (user + password + url.socket.size());
}

void add_userinfo(std::string& result, const RedisUrl& url, bool reveal) {
  if (!url.username && !url.password) return;
  if (url.username) add_escaped(result, *url.username);
  if (url.password) {
    result += ':';
    if (reveal) {
      add_escaped(result, url.password->reveal());
    } else {
      result += "***";
    }
  }
  result += '@';
}

}  // namespace

std::string format_redis_url(const RedisUrl& url, bool reveal) {
  std::string result;
  result.reserve(room_for(url));
  result.append(url.scheme).append("://");
  add_userinfo(result, url, reveal);
  if (!url.socket.empty()) {
    add_escaped(result, url.socket, "/");
    if (url.database) result.append("?db=").append(std::to_string(*url.database));
    return result;
  }
  const bool bracketed = url.host.find(':') != std::string::npos;
  result.append(bracketed ? "[" : "").append(url.host).append(bracketed ? "]" : "");
  if (url.port_given) result.append(":").append(std::to_string(url.port));
  if (url.database) result.append("/").append(std::to_string(*url.database));
  return result;
}

}  // namespace redisconf
