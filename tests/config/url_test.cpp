// Redis URLs: the shared suite, then what it leaves out.
#include <redisconf/config/url.h>

#include "support/catch.h"

#include <fstream>
#include <nlohmann/json.hpp>

using redisconf::format_redis_url;
using redisconf::parse_redis_url;
using redisconf::ParsedUrl;
using redisconf::RedisUrl;
using redisconf::test::contains;

namespace {

using Json = nlohmann::ordered_json;

Json suite() {
  std::ifstream file(CONFORMANCE_DIR "/redis_urls.json");
  return Json::parse(file);
}

Json field(const RedisUrl& url, const std::string& name) {
  if (name == "host") return url.host;
  if (name == "port") return url.port;
  if (name == "tls") return url.tls;
  if (name == "socket") return url.socket;
  if (name == "database") return url.database ? Json(*url.database) : Json(nullptr);
  if (name == "username") return url.username ? Json(*url.username) : Json(nullptr);
  if (name == "password") return url.password ? Json(std::string(url.password->reveal())) : Json(nullptr);
  throw std::runtime_error("the suite expects a field that nobody knows: " + name);
}

// Most expectations are words of the message; a few describe it.
std::vector<std::string> words_of(const std::string& expected) {
  if (expected == "names that this is an HTTP address and asks for the rediss:// one") {
    return {"is an HTTP address", "use the rediss:// address"};
  }
  const std::string names = "names ";
  const auto setting = expected.find(" as the setting to use");
  if (setting == std::string::npos) return {expected};
  return {"the setting", expected.substr(names.size(), setting - names.size())};
}

std::string error_of(const std::string& text) {
  ParsedUrl parsed = parse_redis_url(text);
  CHECK(parsed.error.empty() == parsed.fix.empty());
  return parsed.error;
}

// What the URL means, in its canonical form with the password; fails the test when it is refused.
std::string meaning(const std::string& text) {
  const ParsedUrl parsed = parse_redis_url(text);
  INFO(text);
  CHECK(parsed.error.empty());
  return format_redis_url(parsed.url, true);
}

}  // namespace

TEST_CASE("every entry of the suite holds", "[url]") {
  const Json entries = suite();
  CHECK(entries.size() >= 50);
  for (const Json& entry : entries) {
    const ParsedUrl parsed = parse_redis_url(entry["url"].get<std::string>());
    CAPTURE(entry["url"], parsed.error, parsed.fix);
    const Json& expected = entry["expect"];
    CHECK(parsed.error.empty() != expected.contains("error"));
    if (expected.contains("error")) {
      for (const std::string& word : words_of(expected["error"])) {
        CHECK_THAT(parsed.error + "; " + parsed.fix, contains(word));
      }
      continue;
    }
    for (const auto& [name, value] : expected.items()) {
      CAPTURE(name);
      CHECK(field(parsed.url, name) == value);
    }
  }
}

TEST_CASE("a URL has one canonical form", "[url]") {
  CHECK(meaning("REDISS://H.Example:6380/2") == "rediss://h.example:6380/2");
  CHECK(meaning("redis://h/?db=3") == "redis://h/3");
  CHECK(meaning("redis://:a+b@h") == "redis://:a%2Bb@h");
  CHECK(meaning("redis://%75:%c3%b0@h") == "redis://u:%C3%B0@h");
  CHECK(meaning("redis://[2001:DB8::A]:1") == "redis://[2001:db8::a]:1");
  CHECK(meaning("redis://[::ffff:10.0.0.1]") == "redis://[::ffff:10.0.0.1]");
  CHECK(meaning("redis://h.example.:65535/65535") == "redis://h.example.:65535/65535");
  CHECK(meaning("valkeys://my_redis-1") == "valkeys://my_redis-1");
  CHECK(meaning("unix://u:p@/run/r%20x.sock?db=2") == "unix://u:p@/run/r%20x.sock?db=2");
  CHECK(meaning("redis-socket:///run/r.sock") == "redis-socket:///run/r.sock");
  CHECK(meaning("redis+socket:///run/r.sock") == "redis+socket:///run/r.sock");
  CHECK(meaning("Memory://My.Tests_1-a/3") == "memory://my.tests_1-a/3");
}

TEST_CASE("a port is known whether it is given or not", "[url]") {
  const RedisUrl without = parse_redis_url("redis://h").url;
  CHECK(without.port == 6379);
  CHECK_FALSE(without.port_given);
  const RedisUrl with = parse_redis_url("redis://h:6379").url;
  CHECK(with.port == 6379);
  CHECK(with.port_given);
  CHECK(parse_redis_url("unix:///run/r.sock").url.port == 0);
}

TEST_CASE("a socket setting that is memory:// has a name", "[url]") {
  CHECK(redisconf::memory_server_name("memory://tests") == "tests");
  for (const char* const other :
       {"", "memory://", "memory:/tests", "memory://Tests", "memory://a/b", "/memory"}) {
    CHECK(redisconf::memory_server_name(other).empty());
  }
}

TEST_CASE("a masked URL shows no password", "[url]") {
  CHECK(format_redis_url(parse_redis_url("redis://u:hidden@h:1/2").url) == "redis://u:***@h:1/2");
  CHECK(format_redis_url(parse_redis_url("redis://:hidden@h").url) == "redis://:***@h");
  CHECK(format_redis_url(parse_redis_url("unix://:hidden@/s?db=1").url) == "unix://:***@/s?db=1");
}

TEST_CASE("hosts are names and addresses, and nothing that looks like one", "[url]") {
  const auto [text, reason] = GENERATE(
      table<std::string, std::string>({{"redis://[fe80::1%25eth0]", "zone id"},
                                       {"redis://[fe80::1%eth0]", "zone id"},
                                       {"redis://[v1.x]", "no IPv6 address"},
                                       {"redis://[10.0.0.1]", "no IPv6 address"},
                                       {"redis://[]", "no IPv6 address"},
                                       {"redis://[::1", "not closed"},
                                       {"redis://[::1]x", "behind its brackets"},
                                       {"redis://[1:2:3]", "no IPv6 address"},
                                       {"redis://10.0.0.256", "no IPv4 address"},
                                       {"redis://127.1", "no IPv4 address"},
                                       {"redis://127.1.", "no IPv4 address"},
                                       {"redis://010.0.0.1", "no IPv4 address"},
                                       {"redis://2130706433", "no IPv4 address"},
                                       {"redis://0x7f.1", "no IPv4 address"},
                                       {"redis://0X7F000001", "no IPv4 address"},
                                       {"redis://a..b", "empty label"},
                                       {"redis://.a", "empty label"},
                                       {"redis://a..", "empty label"},
                                       {"redis://-a", "no host name"},
                                       {"redis://a-.b", "no host name"},
                                       {"redis://h%41", "percent escape in its host"},
                                       {"redis://%2Frun%2Fr.sock", "Unix socket"},
                                       {"redis://a;b", "no host name holds"},
                                       {"redis://u:p@", "no host"},
                                       {"redis://:6379", "no host"},
                                       {"redis://h\xC3\xB6st", "not ASCII"},
                                       {"redis://" + std::string(64, 'a'), "no host name"},
                                       {"redis://" + std::string(260, 'a') + ".b", "no host name"}}));
  INFO(text);
  const ParsedUrl parsed = parse_redis_url(text);
  CHECK_THAT(parsed.error + "; " + parsed.fix, contains(reason));
}

TEST_CASE("ports, databases and paths are plain numbers", "[url]") {
  const auto [text, reason] = GENERATE(table<std::string, std::string>(
      {{"redis://h:06379", "leading zero"},      {"redis://h:65536", "port that is out of range"},
       {"redis://h:-1", "port that is out"},     {"redis://h:6379x", "port that is not a number"},
       {"redis://h:%36", "port that is not"},    {"redis://h:99999999999999999999", "port that is out"},
       {"redis://h/65536", "out of range"},      {"redis://h/ 1", "white space"},
       {"redis://h/%31", "not a number"},        {"redis://h//", "more than a database"},
       {"redis://h/1/", "more than a database"}, {"redis://h?db=x", "not a number"},
       {"redis://h?db=", "not a number"},        {"redis://h?db", "without a name or a value"},
       {"redis://h?", "without a name or a"},    {"redis://h?db=1&", "without a name or a value"},
       {"redis://h?=1", "without a name or a"},  {"redis://h?db=1&db=2", "two databases"},
       {"unix:///s?db=01", "leading zero"},      {"unix:///s#f", "fragment"}}));
  INFO(text);
  CHECK_THAT(error_of(text), contains(reason));
}

TEST_CASE("who signs in is never guessed", "[url]") {
  const auto [text, reason] =
      GENERATE(table<std::string, std::string>({{"redis://@h", "nothing before its @"},
                                                {"redis://:@h", "empty password"},
                                                {"redis://u%0A:p@h", "control character in its user name"},
                                                {"redis://u%C2%85:p@h", "control character in its user name"},
                                                {"redis://:a%00b@h", "NUL"},
                                                {"redis://:a%0@h", "bad percent escape"},
                                                {"redis://:a%zz@h", "bad percent escape"},
                                                {"redis://:%ED%A0%80@h", "not UTF-8"},
                                                {"redis://:%C0%80@h", "not UTF-8"},
                                                {"redis://:a[b@h", "bracket"},
                                                {"redis://:a?b@h", "? in a password must be written %3F"},
                                                {"redis://:a#b@h", "# in a password must be written %23"},
                                                {"redis://:a/b@c@h", "/ in a password must be written %2F"},
                                                {"redis://:a@b/c@h", "/ in a password must be written %2F"},
                                                {"unix:///run/a@b", "%40"}}));
  INFO(text);
  const ParsedUrl parsed = parse_redis_url(text);
  CHECK_THAT(parsed.error + "; " + parsed.fix, contains(reason));
}

TEST_CASE("a line end in a password is the server's business", "[url]") {
  CHECK(parse_redis_url("redis://:a%0A@h").url.password->reveal() == "a\n");
}

TEST_CASE("what stands where a URL belongs is recognised", "[url]") {
  const auto [text, reason] = GENERATE(table<std::string, std::string>(
      {{"", "is empty"},
       {"x.redis.cache.example:6380,password=ab/c=,ssl=True,abortConnect=False", "Azure"},
       {"x.redis.cache.example:6380,ssl=True", "StackExchange.Redis"},
       {"tcp://10.0.0.1:6379", "Kubernetes"},
       {"redis+sentinel://h:26379/0/mymaster", "Sentinels"},
       {"redis+cluster://h", "cluster.enabled"},
       {"http://x.upstash.example", "Upstash"},
       {"https://x.upstash.example", "Upstash"},
       {"re+d-i.s://h", "unknown scheme"},
       {"re_dis://h", "no scheme in front"},
       {"x.redis.cache.example:6380,password=ab", "StackExchange.Redis"},
       {"x.redis.cache.example:6380,abortConnect=False", "StackExchange.Redis"},
       {"password=ab,x.redis.cache.example:6380", "StackExchange.Redis"},
       {"unix:///a%2", "bad percent escape"},
       {"redis://:a%4g@h", "bad percent escape"},
       {"redis://:a%g4@h", "bad percent escape"},
       {"mysql://h", "unknown scheme"},
       {"redis:h:6379", "no // behind its scheme"},
       {"redis:/h", "no // behind its scheme"},
       {"REDIS_URL=redis://h", "no scheme in front"},
       {"://h", "no scheme in front"},
       {"unix://run/r.sock", "host for a Unix socket"},
       {"unix://", "no path of a socket"},
       {"unix:///", "no path of a socket"},
       {"unix:///run/", "no path of a socket"},
       {"memory://", "no name of a server"},
       {"memory:///tests", "no name of a server"},
       {"memory://a:6379", "no name of a server"},
       {"memory://" + std::string(65, 'a'), "no name of a server"},
       {"memory://u:p@tests", "user or a password for memory://"},
       {"memory://tests/1/2", "more than a database"},
       {"memory://tests#x", "fragment"},
       {"unix:///a%0Ab", "control character in its path"},
       {"unix:///" + std::string(107, 'a'), "too long for a socket"},
       {"redis://${HOST}", "must be percent-escaped at byte 10"},
       {"redis://:<password>@h", "must be percent-escaped at byte 10"},
       {"redis://h\n", "white space at byte 10"},
       {std::string("redis://h\0", 10), "control character at byte 10"},
       {"redis://h\x7F", "control character at byte 10"},
       {"'redis://h'", "quote"},
       {"redis://h`", "quote"},
       {"\xEF\xBB\xBFredis://h", "not ASCII at byte 1"},
       {"redis://" + std::string(4096, 'a'), "longer than 4096 bytes"}}));
  INFO(text);
  CHECK_THAT(error_of(text), contains(reason));
}

TEST_CASE("parameters of other clients name the setting", "[url]") {
  const auto [text, reason, fix] = GENERATE(table<std::string, std::string, std::string>(
      {{"ssl_ca_certs=/x", "ssl_ca_certs: the setting to use is tls.ca", "REDIS_TLS_CA"},
       {"SSL_CERT_REQS=none", "ssl_cert_reqs: the setting to use is tls.verify", "REDIS_TLS_VERIFY"},
       {"skip_verify=true", "tls.verify", "REDIS_TLS_VERIFY"},
       {"skip-verify=true", "tls.verify", "REDIS_TLS_VERIFY"},
       {"rejectUnauthorized=false", "rejectUnauthorized: the setting to use is tls.verify", "schema"},
       {"connectTimeout=5", "timeouts.connect", "REDIS_TIMEOUTS_CONNECT"},
       {"timeout=5s", "timeouts.command", "REDIS_TIMEOUTS_COMMAND"},
       {"client_name=x", "connection.client_name", "REDIS_CLIENT_NAME"},
       {"max_connections=5", "pool.connections", "REDIS_POOL_CONNECTIONS"},
       {"ssl=true", "tls.enabled", "rediss://"},
       {"password=x", "connection.password", "before the host"},
       {"database=2", "connection.database", "redis://HOST:6379/1"},
       {"addr=b:1", "cluster.nodes", "schema"},
       {"protocol=3", "protocol, for which there is no setting", "remove it"},
       {"db=1&foo_bar=1", "unknown parameter foo_bar", "remove it"},
       {"dbb=1", "unknown parameter dbb; did you mean db?", "remove it"},
       {"ssl_cert_req=none", "did you mean ssl_cert_reqs?", "remove it"}}));
  const ParsedUrl parsed = parse_redis_url("redis://h?" + text);
  INFO(text);
  CHECK_THAT(parsed.error, contains(reason));
  CHECK_THAT(parsed.fix, contains(fix));
}

TEST_CASE("a parameter's name is shown only where it can't be a piece of a password", "[url]") {
  for (const char* const text :
       {"redis://h?hiddenWord=1", "redis://h?hidden7=1", "redis://h?hidden", "redis://h?hid%64en=1",
        "redis://:p@h?hidden=1", "redis://u:hidden@h?hidden=1", "redis://:a?hidden=b@h",
        "redis://h?hiddenhiddenhiddenhiddenhiddenhidden=1"}) {
    const ParsedUrl parsed = parse_redis_url(text);
    INFO(text);
    CHECK_FALSE(parsed.error.empty());
    CHECK_THAT(parsed.error + parsed.fix, !contains("hid"));
  }
}

TEST_CASE("nothing of a refused URL is kept", "[url]") {
  const RedisUrl url = parse_redis_url("redis://u:hidden@h:6380/x").url;
  CHECK(url.scheme.empty());
  CHECK(url.host.empty());
  CHECK_FALSE(url.password.has_value());
}

TEST_CASE("a URL built by hand is written as it is", "[url]") {
  RedisUrl url;
  url.scheme = "redis";
  url.host = "h";
  url.port = 6379;
  url.username = "app";
  CHECK(format_redis_url(url) == "redis://app@h");
}
