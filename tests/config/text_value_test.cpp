// Texts, host names and secrets: bytes that must not pass.
#include <redisconf/config/secret.h>
#include <redisconf/config/value.h>

#include "support/catch.h"

#include <string>

using redisconf::parse_value;
using redisconf::Secret;
using redisconf::SettingInfo;
using redisconf::SettingType;
using redisconf::ValueFault;

namespace {

constexpr SettingInfo kText{.type = SettingType::text};
constexpr SettingInfo kHost{.type = SettingType::host};
constexpr SettingInfo kSecret{.type = SettingType::secret};

ValueFault fault_of(const SettingInfo& setting, std::string_view text) {
  return parse_value(setting, text).fault;
}

void check_all(const SettingInfo& setting, ValueFault fault, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(fault_of(setting, text) == fault);
  }
}

}  // namespace

TEST_CASE("texts are UTF-8 of any script", "[value][text]") {
  check_all(kText, ValueFault::none,
            {"app", "a b c", "caf\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x94\x91", "\xF4\x8F\xBF\xBF",
             "\xED\x9F\xBF", "\xEE\x80\x80", "\"quoted\" \\ $ % {}"});
}

TEST_CASE("control characters could end a command or a header early", "[value][text]") {
  using namespace std::string_view_literals;
  for (char c = 1; c < 0x20; ++c) {
    CAPTURE(static_cast<int>(c));
    CHECK(fault_of(kText, std::string("a") + c) == ValueFault::control_character);
  }
  check_all(kText, ValueFault::control_character, {"a\0b"sv, "a\x7F", "\r\nFLUSHALL\r\n"});
  check_all(kText, ValueFault::control_character, {"\xC2\x80", "a\xC2\x9B[31m"});  // C1: CSI and others
}

TEST_CASE("bytes that are no UTF-8 are refused", "[value][text]") {
  check_all(kText, ValueFault::bad_utf8,
            {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\xAF", "\xE0\x9F\xBF",
             "\xED\xA0\x80", "\xED\xBF\xBF", "\xE2\x82", "\xF0\x80\x80\xAF", "\xF0\x8F\xBF\xBF",
             "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xF0\x9F\x94"});
}

TEST_CASE("texts end at 4096 bytes, secrets at 64 KiB", "[value][text]") {
  CHECK(fault_of(kText, std::string(redisconf::kMaxTextBytes, 'x')) == ValueFault::none);
  CHECK(fault_of(kText, std::string(redisconf::kMaxTextBytes + 1, 'x')) == ValueFault::too_long);
  CHECK(fault_of(kSecret, std::string(Secret::kMaxBytes, 'x')) == ValueFault::none);
  CHECK(fault_of(kSecret, std::string(Secret::kMaxBytes + 1, 'x')) == ValueFault::too_long);
}

TEST_CASE("secrets may be any bytes but NUL", "[value][text]") {
  using namespace std::string_view_literals;
  check_all(kSecret, ValueFault::none, {"hunter2", "-----BEGIN X-----\r\nMII\r\n", "\xFF\x80", "\x01"});
  check_all(kSecret, ValueFault::control_character, {"hunter\0two"sv});
  check_all(kSecret, ValueFault::empty, {""});
}

TEST_CASE("hosts are DNS names or addresses", "[value][host]") {
  check_all(
      kHost, ValueFault::none,
      {"redis", "redis.example", "redis.example.", "Redis-1.EU.example", "my_redis", "r3dis.e1", "10.0.0.1",
       "::1", "2001:db8::7", "::ffff:10.0.0.1", "xn--bcher-kva.example", "0.redis.example", "1e100.net"});
  CHECK(fault_of(kHost, std::string(63, 'a') + ".example") == ValueFault::none);
}

TEST_CASE("what is no host is refused", "[value][host]") {
  check_all(kHost, ValueFault::wrong_form,
            {"redis:6379", "[::1]", "redis://redis.example", "user@redis", "redis example", ".redis",
             "redis..example", ".", "redis/0", "-redis.example", "redis-.example", "redis.-example",
             "b\xC3\xBC"
             "cher.example",
             "fe80::1%eth0", "2001:db8::7::1", "/run/redis.sock", "*", "a{b", "a[b"});
  CHECK(fault_of(kHost, "") == ValueFault::empty);
  CHECK(fault_of(kHost, "redis\r\n") == ValueFault::control_character);
  CHECK(fault_of(kHost, std::string(64, 'a') + ".example") == ValueFault::wrong_form);
  std::string long_name;
  while (long_name.size() <= 253) long_name += "abcdefg.";
  CHECK(fault_of(kHost, long_name) == ValueFault::wrong_form);
}

// The resolver reads these as IPv4 addresses (inet_aton), each of them this machine.
TEST_CASE("numbers that only a resolver takes for an address are no host names", "[value][host]") {
  check_all(kHost, ValueFault::wrong_form,
            {"10.0.0.300", "10.0.0", "127.1", "2130706433", "0x7f000001", "0X7F.1", "0x7f.0x1", "127.0.0.1.",
             "0177.0.0.1", "redis.7", "a.0xaF"});
  check_all(kHost, ValueFault::none, {"a.0xg", "a.0xG", "a.0x_", "a.0x-1"});
}
