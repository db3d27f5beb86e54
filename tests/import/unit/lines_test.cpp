// What a line may say, and what is told of one that is wrong.
#include "cache_line.h"
#include "json_members.h"
#include "queue_line.h"
#include "support/catch.h"

#include <chrono>
#include <string>

using namespace redisconf;
using namespace redisconf::import_tool;
using redisconf::test::contains;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

std::string fault_of_cache(std::string_view line) {
  try {
    static_cast<void>(cache_line(line));
  } catch (const BadLine& error) {
    return error.what();
  }
  return {};
}

std::string fault_of_queue(std::string_view line) {
  try {
    static_cast<void>(queue_line(line, 2));
  } catch (const BadLine& error) {
    return error.what();
  }
  return {};
}

const Moment kMoment{std::chrono::milliseconds(1'769'860'800'250)};

}  // namespace

TEST_CASE("a cache's value keeps the text that it is") {
  CHECK(cache_line(R"({"id":"a","value":1.50})").value == "1.50");
  CHECK(cache_line(R"({"id":"a","value":12345678901234567890123})").value == "12345678901234567890123");
  CHECK(cache_line(" { \"value\" : [1, {\"}\" : \"\\\"]\"} ] , \"id\":\"\\u0061\" } \r").value ==
        "[1, {\"}\" : \"\\\"]\"} ]");
  CHECK(cache_line(R"({"id":"\u00e4","value":"\\"})").id == "\xC3\xA4");
  CHECK(cache_line(R"({"id":"a","value":null})").value == "null");
  CHECK(cache_line("\xEF\xBB\xBF{\"id\":\"a\",\"value\":{}}").value == "{}");
  CHECK(cache_line(R"({"id":"a","value":1})").is_json);
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  CHECK(cache_line("{\"id\":\"a\",\"value\":" + deep + '}').value == deep);
}

TEST_CASE("a cache's text and bytes are kept as they are") {
  CHECK(cache_line(R"({"id":"a","text":"x\n\u0000"})").value == "x\n\0"s);
  CHECK_FALSE(cache_line(R"({"id":"a","text":"x"})").is_json);
  CHECK(cache_line(R"({"id":"a","bytes":"AP8Q"})").value == "\0\xFF\x10"s);
  CHECK(cache_line(R"({"id":"a","bytes":"AA=="})").value == "\0"s);
  CHECK(cache_line(R"({"id":"a","bytes":"AA"})").value == "\0"s);
  CHECK(cache_line(R"({"id":"a","bytes":""})").value.empty());
  for (const char* const wrong : {"A", "AB", "A===", "AA=A", "_-_-", "AAAA\\n", "AAA AAA="}) {
    CHECK_THAT(fault_of_cache("{\"id\":\"a\",\"bytes\":\""s + wrong + "\"}"), contains("base64"));
  }
}

TEST_CASE("a cache's line says how long its entry lives") {
  const CacheLine plain = cache_line(R"({"id":"a","value":1})");
  CHECK_FALSE(plain.time_to_live.has_value());
  CHECK(cache_line(R"({"id":"a","value":1,"ttl":"10m"})").time_to_live == 10min);
  CHECK(cache_line(R"({"id":"a","value":1,"ttl":null})").time_to_live == std::nullopt);
  CHECK(cache_line(R"({"id":"a","value":1,"expires_at":"2026-01-31T12:00:00.250Z"})").expires_at == kMoment);
  CHECK_THAT(fault_of_cache(R"({"id":"a","value":1,"ttl":"10m","expires_at":"2026-01-31T12:00:00Z"})"),
             contains("both"));
  CHECK_THAT(fault_of_cache(R"({"id":"a","value":1,"ttl":10})"), contains("unit"));
  CHECK_THAT(fault_of_cache(R"({"id":"a","value":1,"ttl":"0s"})"), contains("ttl"));
  CHECK_THAT(fault_of_cache(R"({"id":"a","value":1,"expires_at":"tomorrow"})"), contains("ISO 8601"));
}

TEST_CASE("what is wrong with a line is told without what stands in it") {
  CHECK_THAT(fault_of_cache("hunter2"), contains("no JSON") && !contains("hunter2"));
  CHECK_THAT(fault_of_cache("{\"id\":\"hunter2"), contains("(byte") && !contains("hunter2"));
  CHECK_THAT(fault_of_cache(R"({"id":"a","value":1,"hunter2":1})"),
             contains("unknown") && !contains("hunter2"));
  CHECK_THAT(fault_of_cache(R"({"id":"a","vlaue":1})"), contains("did you mean \"value\""));
  CHECK_THAT(fault_of_cache("[1]"), contains("no JSON object"));
  CHECK_THAT(fault_of_cache(R"({"id":"a","value":1,"value":2})"), contains("twice"));
  CHECK_THAT(fault_of_cache(R"({"id":"a","value":1,"text":"2"})"), contains("both"));
  CHECK_THAT(fault_of_cache(R"({"value":1})"), contains("no \"id\""));
  CHECK_THAT(fault_of_cache(R"({"id":7,"value":1})"), contains("no string"));
  CHECK_THAT(fault_of_cache(R"({"id":"a"})"), contains("no \"value\""));
  CHECK_THAT(fault_of_cache(R"({"id":"","value":1})"), contains("empty"));
  CHECK_THAT(fault_of_cache(R"({"id":"!a","value":1})"), contains("begins with"));
  CHECK_THAT(fault_of_cache("{\"id\":\"\xFF\",\"value\":1}"), contains("no JSON"));
  CHECK_THAT(fault_of_cache("{}"), contains("no \"id\""));
}

TEST_CASE("a queue's payload is JSON, a string's characters, or bytes") {
  CHECK(queue_line(R"({"payload":{"customer": 7}})", 1).payload == R"({"customer": 7})");
  CHECK(queue_line(R"({"payload":"{\"customer\":7}"})", 1).payload == R"({"customer":7})");
  CHECK(queue_line(R"({"payload":null})", 1).payload == "null");
  CHECK(queue_line(R"({"bytes":"AP8Q"})", 1).payload == "\0\xFF\x10"s);
  CHECK_THAT(fault_of_queue("{}"), contains("payload"));
  CHECK_THAT(fault_of_queue(R"({"payload":1,"bytes":"AA"})"), contains("both"));
}

TEST_CASE("a queue's line says when, how urgent, and under which key") {
  const QueueLine line = queue_line(R"({"payload":1,"priority":1,"delay":"10m","ttl":"1h","unique":"k"})", 2);
  CHECK(line.priority == 1);
  CHECK(std::get<std::chrono::milliseconds>(line.start) == 10min);
  CHECK(std::get<std::chrono::milliseconds>(line.end) == 1h);
  CHECK(line.unique_key == "k");
  const QueueLine dated = queue_line(
      R"({"payload":1,"due_at":"2026-01-31T12:00:00.250Z","expires_at":"2026-01-31T14:00:00.25+02:00"})", 1);
  CHECK(std::get<Moment>(dated.start) == kMoment);
  CHECK(std::get<Moment>(dated.end) == kMoment);
  CHECK(queue_line(R"({"payload":1})", 1).job().unique_key.empty());
  CHECK_THAT(fault_of_queue(R"({"payload":1,"priority":2})"), contains("0 to 1"));
  CHECK_THAT(fault_of_queue(R"({"payload":1,"priority":-1})"), contains("0 to 1"));
  CHECK_THAT(fault_of_queue(R"({"payload":1,"priority":"1"})"), contains("whole number"));
  CHECK_THAT(fault_of_queue(R"({"payload":1,"priority":1.5})"), contains("whole number"));
  CHECK_THAT(fault_of_queue(R"({"payload":1,"delay":"1m","due_at":"2026-01-31T12:00:00Z"})"),
             contains("both"));
  CHECK_THAT(fault_of_queue(R"({"payload":1,"id":"7"})"), contains("unknown"));
}
