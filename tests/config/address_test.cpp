// Which hosts are this machine, and which are addresses.
#include <redisconf/config/value.h>

#include "support/catch.h"

#include <string>
#include <string_view>

using redisconf::is_address;
using redisconf::is_loopback;

TEST_CASE("loopback has many names", "[address]") {
  for (const char* const host :
       {"localhost", "localhost.", "LOCALHOST", "Localhost", "redis.localhost", "redis.LOCALHOST.",
        "ip6-localhost", "ip6-loopback", "localhost.localdomain", "127.0.0.1", "127.0.0.2", "127.255.255.254",
        "::1", "0:0:0:0:0:0:0:1", "0.0.0.0", "::", "::ffff:127.0.0.1", "::FFFF:7f00:1", "::ffff:0.0.0.0"}) {
    CAPTURE(host);
    CHECK(is_loopback(host));
  }
}

TEST_CASE("other hosts are not this machine by their name", "[address]") {
  for (const char* const host : {"",
                                 ".",
                                 "redis",
                                 "redis.example",
                                 "localhost.example",
                                 "mylocalhost",
                                 "localhost2",
                                 "128.0.0.1",
                                 "126.255.255.255",
                                 "10.0.0.1",
                                 "192.168.1.1",
                                 "::2",
                                 "2001:db8::1",
                                 "::ffff:10.0.0.1",
                                 "1::1",
                                 "0:1::1",
                                 "0:0:1::1",
                                 "::1:0:0",
                                 "::1:0:1",
                                 "0:0:0:0:0:1::",
                                 "127.0.0.1.example",
                                 "[::1]"}) {
    CAPTURE(host);
    CHECK_FALSE(is_loopback(host));
  }
}

TEST_CASE("addresses are dotted IPv4 and IPv6 without brackets", "[address]") {
  for (const char* const host : {"10.0.0.1", "255.255.255.255", "::", "::1", "2001:db8::7", "2001:DB8::A",
                                 "::ffff:10.0.0.1", "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"}) {
    CAPTURE(host);
    CHECK(is_address(host));
  }
  for (const char* const host : {"", "redis", "10.0.0", "10.0.0.256", "1.2.3.4.5", "010.0.0.1", "[::1]",
                                 "fe80::1%eth0", "10.0.0.1 ", "12345::", "::1::"}) {
    CAPTURE(host);
    CHECK_FALSE(is_address(host));
  }
  CHECK_FALSE(is_address(std::string(200, '1')));
}

TEST_CASE("an address does not end at a NUL", "[address]") {
  using namespace std::string_view_literals;
  CHECK_FALSE(is_address("::1\0.example"sv));
  CHECK_FALSE(is_address("10.0.0.1\0"sv));
  CHECK_FALSE(is_loopback("127.0.0.1\0.example"sv));
}
