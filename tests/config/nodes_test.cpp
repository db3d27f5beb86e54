// One server of several: the same configuration, at another address.
#include <redisconf/config/describe.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/nodes.h>
#include <redisconf/config/settings.h>
#include <redisconf/config/settings_builder.h>
#include <redisconf/config/to_url.h>

#include "support/catch.h"

#include <string_view>
#include <vector>

using namespace redisconf;

namespace {

ServiceConfig behind_sentinels() {
  SettingsBuilder builder("worker");
  builder.environment("development", Strict::no);
  builder.connection().username("app").password(Secret("the server's own")).database(3);
  builder.sentinel().nodes("a.example:26379,[2001:db8::1]:26380").master("main");
  builder.sentinel().password(Secret("the sentinels' own"));
  builder.tls().enabled(true);
  return builder.build(Inputs::from({}));
}

}  // namespace

TEST_CASE("nodes are hosts with ports", "[nodes]") {
  const auto nodes = parse_nodes("a.example:26379,[2001:db8::1]:26380");
  REQUIRE(nodes);
  CHECK(*nodes == std::vector<NodeAddress>{{"a.example", 26379}, {"2001:db8::1", 26380}});
}

TEST_CASE("a configuration behind sentinels names them, and has no URL", "[nodes]") {
  const ServiceConfig config = behind_sentinels();
  CHECK(endpoint(config) == "app:***@sentinel:main/3");
  CHECK_THROWS_AS(to_url(config, Reveal::no), Error);
}

TEST_CASE("a node's configuration differs in its address alone", "[nodes]") {
  const ServiceConfig config = at_node(behind_sentinels(), {"10.0.0.7", 6380});
  CHECK(endpoint(config) == "app:***@10.0.0.7:6380/3");
  CHECK(config.connection().password.reveal() == "the server's own");
  CHECK(config.tls().enabled);
  CHECK(std::string_view(config.service()) == "worker");
  CHECK(endpoint(at_node(config, {"2001:db8::1", 1})) == "app:***@[2001:db8::1]:1/3");
}

TEST_CASE("a sentinel has a user and a password of its own", "[nodes]") {
  const ServiceConfig config = at_sentinel(behind_sentinels(), {"a.example", 26379});
  CHECK(endpoint(config) == ":***@a.example:26379/0");
  CHECK(config.connection().username.empty());
  CHECK(config.connection().password.reveal() == "the sentinels' own");
  CHECK(config.tls().enabled);
}
