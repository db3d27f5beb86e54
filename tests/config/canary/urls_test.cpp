// Secrets in URLs, well-formed and in every way malformed.
#include "config/canary/support.h"

#include <redisconf/config/url.h>

#include <array>

using namespace redisconf::test;
using redisconf::Inputs;
using redisconf::parse_redis_url;

namespace {

// {} is the password, as it is or percent-encoded.
constexpr std::array kWays{"redis://:{}@h",
                           "rediss://app:{}@redis.example:6380/2",
                           "{}",
                           "redis:{}@h",
                           "redis:/app:{}@h",
                           "redis//:{}@h",
                           "//:{}@h",
                           "redis ://:{}@h",
                           " redis://:{}@h",
                           "redis://:{}@h ",
                           "redis://:{}@h\n",
                           "\"redis://:{}@h\"",
                           "'redis://:{}@h",
                           "redis://:{}@",
                           "redis://:{}@:6379",
                           "redis://:{}@h:port",
                           "redis://:{}@h:70000",
                           "redis://:{}@h:",
                           "redis://:{}@h:06379",
                           "redis://:{}@h/x",
                           "redis://:{}@h/0/1",
                           "redis://:{}@h/-1",
                           "redis://:{}@h?x=1",
                           "redis://:{}@h?db=x",
                           "redis://:{}@h#f",
                           "redis://:{}@h,h2",
                           "redis://:{}@[::1",
                           "redis://:{}@[x]",
                           "redis://:{}@h_-.",
                           "redis://:{}@256.1.1.1",
                           "redis://[{}]:6379",
                           "redis://:{}@@h",
                           "redis://:{}@h@h",
                           "redis://@h:{}",
                           "redis://h:{}",
                           "redis://h:6379:{}",
                           "redis://h/{}",
                           "redis://h/0/{}",
                           "redis://h?password={}",
                           "redis://h/0?auth={}",
                           "redis://h?{}",
                           "redis://h#{}",
                           "redis://h?db={}",
                           "redis://app:{}/h",
                           "redis://:{}%zz@h",
                           "redis://:{}%00@h",
                           "redis://:{}%ff@h",
                           "redis://:\xC3\xA4{}@h",
                           "redis://us er:{}@h",
                           "redis://app%0a:{}@h",
                           "https://:{}@h",
                           "tcp://:{}@h",
                           "redis+sentinel://:{}@h",
                           "redis+cluster://:{}@h",
                           "x-{}://h",
                           "{}://h",
                           "h:6380,password={},ssl=True",
                           "password={}",
                           "h:6379,{}",
                           "unix://:{}@/run/r.sock",
                           "unix://:{}@h/run/r.sock",
                           "unix://:{}@",
                           "redis-socket://app:{}@/r?x=1"};

std::string written(std::string way, const std::string& password) {
  return way.replace(way.find("{}"), 2, password);
}

template <class Check>
void each_url(Check check) {
  for (const char* const way : kWays) {
    CAPTURE(way);
    each_secret([&](const std::string& secret) {
      check(written(way, secret));
      check(written(way, percent_encoded(secret)));
    });
  }
}

}  // namespace

TEST_CASE("what is made of a URL shows its password nowhere", "[canary]") {
  each_url([](const std::string& text) {
    const redisconf::ParsedUrl parsed = parse_redis_url(text);
    require_silence(parsed.error + '\n' + parsed.fix);
    if (!parsed.error.empty()) return;
    require_silence(parsed.url.host + '\n' + parsed.url.username.value_or("") + '\n' + parsed.url.socket);
    require_silence(redisconf::format_redis_url(parsed.url));
  });
}

TEST_CASE("a URL variable shows its password nowhere", "[canary]") {
  TestSchema schema;
  each_url([&](const std::string& text) {
    Inputs inputs = inputs_without_password();
    inputs.unset("REDIS_HOST");
    inputs.set("REDIS_URL", text);
    require_silence(all_output(schema, inputs));
  });
}

TEST_CASE("every name and place of a URL is silent", "[canary]") {
  TestSchema schema;
  for (const char* const way : {"rediss://:{}@redis.example", "redis://:{}@h", "redis://:{}@h:port", "{}"}) {
    each_secret([&](const std::string& secret) {
      const std::string url = written(way, secret);
      for (const char* const name : {"SHOP_REDIS_URL", "REDIS_TLS_URL", "SHOP_REDIS_TLS_URL"}) {
        Inputs inputs = production_inputs();
        inputs.set(name, url);
        require_silence(all_output(schema, inputs));
      }
      for (const char* const name : {"SHOP_REDIS_URL_FILE", "REDIS_URL_FILE"}) {
        Inputs inputs = inputs_without_password();
        inputs.set(name, "/run/secrets/url");
        inputs.set_file("/run/secrets/url", url.c_str());
        require_silence(all_output(schema, inputs));
      }
    });
  }
}

TEST_CASE("parts that contradict a URL are told without it", "[canary]") {
  TestSchema schema;
  each_secret([&](const std::string& secret) {
    Inputs inputs = Inputs::from({{"ENVIRONMENT", "production"}, {"REDIS_HOST", "other.example"}});
    inputs.set("REDIS_PASSWORD", "another password");
    inputs.set("REDIS_URL", "rediss://app:" + percent_encoded(secret) + "@redis.example:6380/0");
    const std::string errors = all_errors(schema, inputs);
    CHECK(errors.find("contradicts REDIS_URL") != std::string::npos);
    require_silence(errors);
  });
}
