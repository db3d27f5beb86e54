// A configuration as a URL, and back.
#include <redisconf/config/to_url.h>

#include "support/catch.h"
#include "support/property.h"

#include <redisconf/config/errors.h>
#include <redisconf/config/settings.h>
#include <redisconf/config/settings_builder.h>
#include <redisconf/config/url.h>

using redisconf::parse_redis_url;
using redisconf::ParsedUrl;
using redisconf::Reveal;
using redisconf::Secret;
using redisconf::ServiceConfig;
using redisconf::SettingsBuilder;
using redisconf::Strict;
using redisconf::test::contains;
using redisconf::test::holds_for_all;

namespace {

SettingsBuilder plain() {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no).connection().host("redis.example");
  return builder;
}

// Any text that the settings accept: UTF-8 without control characters, not empty.
rc::Gen<std::string> plain_text() {
  const auto character = rc::gen::element<std::string>("a", "Z", "0", "@", ":", "/", "?", "#", "%", "%40",
                                                       "[", "]", "+", " ", "&", "=", ";", ",", "'", "\"",
                                                       "\\", "*", "~", "$", "\u00e4", "\u20ac", "\U0001F600");
  return rc::gen::map(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(character)),
                      [](const std::vector<std::string>& characters) {
                        std::string text;
                        for (const std::string& one : characters) text += one;
                        return text;
                      });
}

}  // namespace

TEST_CASE("a URL names server, database, user and TLS", "[builder][url]") {
  auto builder = plain();
  CHECK(to_url(builder.build()) == "redis://redis.example:6379/0");

  builder.connection()
      .host("2001:DB8::7")
      .port(6380)
      .database(3)
      .username("app")
      .password(Secret("p@ss:/?#%"));
  builder.tls().enabled(true);
  CHECK(to_url(builder.build()) == "rediss://app:***@[2001:db8::7]:6380/3");
  CHECK(to_url(builder.build(), Reveal::yes) == "rediss://app:p%40ss%3A%2F%3F%23%25@[2001:db8::7]:6380/3");
}

TEST_CASE("a URL names the server of tests, where nobody signs in", "[builder][url]") {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no).connection().socket("memory://tests").database(2);
  builder.connection().password(Secret("hidden"));
  CHECK(to_url(builder.build(), Reveal::yes) == "memory://tests/2");
}

TEST_CASE("a URL names a Unix socket", "[builder][url]") {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no).connection().socket("/run/redis one.sock").database(2);
  CHECK(to_url(builder.build()) == "unix:///run/redis%20one.sock?db=2");
}

TEST_CASE("a URL that no reader would take is refused without a word of it", "[builder][url]") {
  auto builder = plain();
  builder.connection().password(Secret(std::string(redisconf::kMaxUrlBytes, 'x')));
  CHECK(to_url(builder.build()) == "redis://:***@redis.example:6379/0");
  CHECK_THROWS_AS(static_cast<void>(to_url(builder.build(), Reveal::yes)), redisconf::Error);
  try {
    static_cast<void>(to_url(builder.build(), Reveal::yes));
  } catch (const redisconf::Error& error) {
    CHECK_THAT(error.what(), contains("longer than 4096 bytes") && !contains("xxxx"));
  }
}

TEST_CASE("every configuration is read back from its URL", "[builder][url][property]") {
  CHECK(holds_for_all("to_url then parse_redis_url", [] {
    auto builder = plain();
    const bool tls = *rc::gen::arbitrary<bool>();
    builder.tls().enabled(tls);
    builder.connection()
        .host(*rc::gen::element<std::string>("redis.example", "Redis-7.EXAMPLE", "my_redis", "h.example.",
                                             "localhost", "10.0.0.1", "::1", "2001:DB8::7",
                                             "::ffff:10.0.0.1"))
        .port(*rc::gen::inRange(1, 65536))
        .database(*rc::gen::inRange(0, 65536));
    if (*rc::gen::arbitrary<bool>()) builder.connection().password(Secret(*plain_text()));
    const bool password = *rc::gen::arbitrary<bool>();
    if (password) builder.connection().username(*plain_text()).password(Secret(*plain_text()));
    const ServiceConfig config = builder.build();

    const ParsedUrl parsed = parse_redis_url(to_url(config, Reveal::yes));
    RC_ASSERT(parsed.error.empty());
    auto again = plain();
    again.tls().enabled(parsed.url.tls);
    again.connection().host(parsed.url.host).port(parsed.url.port).database(parsed.url.database.value_or(0));
    if (parsed.url.username) again.connection().username(*parsed.url.username);
    if (parsed.url.password) again.connection().password(Secret(parsed.url.password->reveal()));
    const ServiceConfig copy = again.build();
    RC_ASSERT(copy.tls().enabled == config.tls().enabled);
    RC_ASSERT(copy.connection().port == config.connection().port);
    RC_ASSERT(copy.connection().database == config.connection().database);
    RC_ASSERT(copy.connection().username == config.connection().username);
    RC_ASSERT(copy.connection().password.reveal() == config.connection().password.reveal());
    RC_ASSERT(to_url(copy, Reveal::yes) == to_url(config, Reveal::yes));
  }));
}
