// The parts of the way to Sentry, without a network.
#include "sentry_dsn.h"
#include "sentry_envelope.h"
#include "sentry_queue.h"

#include "support/catch.h"

#include <redisconf/config/random_token.h>

#include <nlohmann/json.hpp>

#include <future>
#include <set>

using nlohmann::json;
using redisconf::EventLimit;
using redisconf::Level;
using redisconf::Occurrence;
using redisconf::parse_sentry_dsn;
using redisconf::pause_after;
using redisconf::sentry_envelope;
using redisconf::SentryAnswer;
using redisconf::SentryQueue;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("addresses of Sentry", "[sentry]") {
  const auto check = [](const char* text, const char* url) {
    const auto dsn = parse_sentry_dsn(text);
    REQUIRE(dsn.has_value());
    CHECK(dsn->url == url);
    CHECK(dsn->key == "0a1b");
  };
  check("https://0a1b@o1.ingest.sentry.io/42", "https://o1.ingest.sentry.io/api/42/envelope/");
  check("https://0a1b:old@sentry.example:8443/42", "https://sentry.example:8443/api/42/envelope/");
  check("http://0a1b@127.0.0.1:9000/a/path/42", "http://127.0.0.1:9000/a/path/api/42/envelope/");
  check("http://0a1b@[::1]:9000/42", "http://[::1]:9000/api/42/envelope/");
  for (const char* const bad :
       {"", "sentry.example/42", "ftp://0a1b@sentry.example/42", "https://sentry.example/42",
        "https://@sentry.example/42", "https://0a1b@sentry.example", "https://0a1b@sentry.example/",
        "https://0a1b@/42", "https://0a\r\nb@sentry.example/42", "https://0a1b@sen try/42",
        "https://0a1b@sentry.example/42?x=1"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_sentry_dsn(bad).has_value());
  }
}

TEST_CASE("how long Sentry wants silence", "[sentry]") {
  CHECK(pause_after({200, "", ""}) == seconds(0));
  CHECK(pause_after({429, "", ""}) == seconds(60));
  CHECK(pause_after({429, "17", ""}) == seconds(17));
  CHECK(pause_after({503, "17", ""}) == seconds(17));
  CHECK(pause_after({413, "", ""}) == seconds(0));
  CHECK(pause_after({429, "Wed, 21 Oct 2026 07:28:00 GMT", ""}) == seconds(60));
  CHECK(pause_after({429, "17", "5:error:organization"}) == seconds(5));
  CHECK(pause_after({200, "", "30::organization"}) == seconds(30));
  CHECK(pause_after({200, "", "2700:default;error;security:organization, 60:transaction:key"}) ==
        seconds(2700));
  CHECK(pause_after({200, "", "60:transaction:key"}) == seconds(0));
  CHECK(pause_after({200, "", "junk, :, 7"}) == seconds(7));
  CHECK(pause_after({429, "-3", ""}) == seconds(60));
  CHECK(pause_after({429, "999999999999", ""}) == hours(24));
}

TEST_CASE("an envelope is a header, an item's header and the event, a line each", "[sentry]") {
  const auto time = std::chrono::system_clock::from_time_t(1'700'000'000);
  const Occurrence occurrence{
      Level::error, "command_failed", "a command failed", {{"command", "GET"}, {"retries", 2}}};
  const std::string envelope =
      sentry_envelope(occurrence, {"auth", "production", "auth@1.2.0"}, {std::string(32, 'a'), time, 3});
  const auto first = envelope.find('\n');
  const auto second = envelope.find('\n', first + 1);
  CHECK(json::parse(envelope.substr(0, first)) ==
        json{{"event_id", std::string(32, 'a')}, {"sent_at", "2023-11-14T22:13:20.000Z"}});
  const json item = json::parse(envelope.substr(first + 1, second - first - 1));
  CHECK(item["type"] == "event");
  CHECK(envelope.size() == second + 1 + item["length"].get<std::size_t>() + 1);
  CHECK(envelope.back() == '\n');
  const json event = json::parse(envelope.substr(second + 1));
  CHECK(event["event_id"] == std::string(32, 'a'));
  CHECK(event["level"] == "error");
  CHECK(event["release"] == "auth@1.2.0");
  CHECK(event["environment"] == "production");
  CHECK(event["message"]["formatted"] == "a command failed");
  CHECK(event["tags"] == json{{"service", "auth"}, {"event", "command_failed"}});
  CHECK(event["extra"] == json{{"command", "GET"}, {"retries", 2}, {"events_left_out", 3}});
}

TEST_CASE("an envelope is far below 1 MB and valid, whatever the texts", "[sentry]") {
  const Occurrence occurrence{
      Level::error, "e", std::string(1'000'000, '\xFF'), {{"cause", std::string(1'000'000, '"')}}};
  const std::string envelope = sentry_envelope(occurrence, {"a", "b", ""}, {"id", {}, 0});
  CHECK(envelope.size() < 100'000);
  CHECK(json::accept(envelope.substr(envelope.find("\n{\"event_id") + 1)));
}

TEST_CASE("ids of events are 32 hexadecimal digits, each time others", "[sentry]") {
  std::set<std::string> ids;
  for (int round = 0; round < 100; ++round) ids.insert(redisconf::random_token());
  CHECK(ids.size() == 100);
  for (const std::string& id : ids) {
    CHECK(id.size() == 32);
    CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
  }
}

TEST_CASE("ten events at once, then one in six seconds", "[sentry]") {
  EventLimit limit;
  EventLimit::Time now = EventLimit::Time() + hours(1);
  const auto take_all = [&] {
    int taken = 0;
    while (limit.take(now)) ++taken;
    return taken;
  };
  CHECK(take_all() == 10);
  now += seconds(5);
  CHECK(take_all() == 0);
  now += seconds(1);
  CHECK(take_all() == 1);
  now += hours(1);
  CHECK(take_all() == 10);
}

TEST_CASE("what is added is sent before the end", "[sentry]") {
  std::vector<std::string> posted;
  SentryQueue queue(
      [&](const std::string& envelope, const std::atomic<bool>&) {
        posted.push_back(envelope);
        return SentryAnswer{200, "", ""};
      },
      milliseconds(0));
  for (int count = 0; count < 3; ++count) queue.add([count](std::uint64_t) { return std::to_string(count); });
  queue.close(hours(1));
  CHECK(posted == std::vector<std::string>{"0", "1", "2"});
  CHECK(queue.sent() == 3);
  queue.add([](std::uint64_t) { return "late"; });
  CHECK(queue.left_out() == 1);
}

TEST_CASE("past the limit events are left out, and the next one tells how many", "[sentry]") {
  std::promise<void> may_post;
  const auto gate = may_post.get_future().share();
  std::vector<std::string> posted;
  SentryQueue queue(
      [&](const std::string& envelope, const std::atomic<bool>&) {
        gate.wait();
        posted.push_back(envelope);
        return SentryAnswer{200, "", ""};
      },
      milliseconds(0));
  for (int count = 0; count < 15; ++count)
    queue.add([](std::uint64_t left_out) { return std::to_string(left_out); });
  CHECK(queue.left_out() == 5);
  may_post.set_value();
  queue.close(hours(1));
  CHECK(posted.size() == 10);
  // Told by the first envelope that was made after they were left out.
  CHECK(std::count(posted.begin(), posted.end(), "5") == 1);
}

TEST_CASE("after 429 nothing is sent", "[sentry]") {
  int posts = 0;
  SentryQueue queue(
      [&](const std::string&, const std::atomic<bool>&) {
        ++posts;
        return SentryAnswer{429, "3600", ""};
      },
      milliseconds(0));
  for (int count = 0; count < 5; ++count) queue.add([](std::uint64_t) { return ""; });
  queue.close(hours(1));
  CHECK(posts == 1);
  CHECK(queue.sent() == 0);
  CHECK(queue.left_out() == 5);
}

TEST_CASE("413 is of one event alone", "[sentry]") {
  int posts = 0;
  SentryQueue queue(
      [&](const std::string&, const std::atomic<bool>&) {
        return SentryAnswer{++posts == 1 ? 413 : 200, "", ""};
      },
      milliseconds(0));
  for (int count = 0; count < 3; ++count) queue.add([](std::uint64_t) { return ""; });
  queue.close(hours(1));
  CHECK(posts == 3);
  CHECK(queue.sent() == 2);
}

TEST_CASE("an event without an answer is tried three times", "[sentry]") {
  int posts = 0;
  SentryQueue queue(
      [&](const std::string&, const std::atomic<bool>&) {
        return SentryAnswer{++posts == 3 ? 200 : 0, "", ""};
      },
      milliseconds(0));
  queue.add([](std::uint64_t) { return ""; });
  queue.close(hours(1));
  CHECK(posts == 3);
  CHECK(queue.sent() == 1);
}

TEST_CASE("an end without patience gives up what waits", "[sentry]") {
  std::promise<void> began;
  SentryQueue queue(
      [&](const std::string&, const std::atomic<bool>& give_up) {
        began.set_value();
        while (!give_up) std::this_thread::yield();
        return SentryAnswer{};
      },
      hours(1));
  queue.add([](std::uint64_t) { return ""; });
  began.get_future().wait();
  queue.add([](std::uint64_t) { return ""; });
  queue.close(milliseconds(0));
  CHECK(queue.left_out() == 2);
}
