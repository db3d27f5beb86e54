#include "redirection.h"

#include "support/catch.h"

using redisconf::NodeAddress;
using redisconf::parse_redirection;
using redisconf::Redirection;

TEST_CASE("MOVED and ASK say where a slot is", "[cluster]") {
  const auto moved = parse_redirection("MOVED 3999 127.0.0.1:6381");
  REQUIRE(moved);
  CHECK(moved->kind == Redirection::Kind::moved);
  CHECK(moved->slot == 3999);
  CHECK(moved->node == NodeAddress{"127.0.0.1", 6381});
  const auto ask = parse_redirection("ASK 0 redis.example:1");
  REQUIRE(ask);
  CHECK(ask->kind == Redirection::Kind::ask);
  CHECK(ask->node == NodeAddress{"redis.example", 1});
}

TEST_CASE("hosts of IPv6, with and without brackets", "[cluster]") {
  CHECK(parse_redirection("MOVED 1 2001:db8::1:6379")->node == NodeAddress{"2001:db8::1", 6379});
  CHECK(parse_redirection("MOVED 1 [2001:db8::1]:6379")->node == NodeAddress{"2001:db8::1", 6379});
}

TEST_CASE("no host, or one that is not known, means the host that answered", "[cluster]") {
  CHECK(parse_redirection("MOVED 1 :6379")->node == NodeAddress{"", 6379});
  CHECK(parse_redirection("MOVED 1 ?:6379")->node == NodeAddress{"", 6379});
}

TEST_CASE("what is no redirection", "[cluster]") {
  for (const char* const text :
       {"", "MOVED", "MOVED 1", "MOVED 16384 a:1", "MOVED -1 a:1", "MOVED 1 a:0", "MOVED 1 a:65536",
        "MOVED 1 a:", "MOVED 1 a", "MOVEDX 1 a:1", "ERR MOVED 1 a:1", "ASK x a:1", "TRYAGAIN later"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_redirection(text));
  }
}
