#include "subscriptions.h"
#include "fault.h"
#include "support/catch.h"

#include <array>
#include <initializer_list>
#include <string>
#include <variant>

using redisconf::ByteBuffer;
using redisconf::ErrorCategory;
using redisconf::Fault;
using redisconf::ReplyReader;
using redisconf::Subscriber;
using redisconf::Subscriptions;
using enum redisconf::SubscriptionKind;
using namespace std::chrono_literals;

namespace {

// The server's side, as bytes.
std::string push(std::initializer_list<std::string> parts) {
  std::string bytes = "*" + std::to_string(parts.size()) + "\r\n";
  for (const std::string& part : parts) {
    if (part.starts_with(':')) {
      bytes += part + "\r\n";
    } else {
      bytes += "$" + std::to_string(part.size()) + "\r\n" + part + "\r\n";
    }
  }
  return bytes;
}

void take(Subscriptions& subscriptions, const std::string& bytes) {
  ReplyReader reader;
  reader.feed(bytes);
  while (auto answer = reader.next()) subscriptions.take(std::move(*answer));
}

// Subscribed to the channel "news" and the pattern "log.*".
Subscriptions subscribed() {
  Subscriptions subscriptions;
  ByteBuffer command;
  subscriptions.subscribe(channel, {"news"}, command);
  subscriptions.subscribe(pattern, {"log.*"}, command);
  take(subscriptions, push({"subscribe", "news", ":1"}) + push({"psubscribe", "log.*", ":2"}));
  REQUIRE(subscriptions.settled());
  return subscriptions;
}

void check_refused(Subscriptions& subscriptions, const std::string& bytes) {
  INFO(bytes);
  try {
    take(subscriptions, bytes);
    FAIL_CHECK("accepted");
  } catch (const Fault& fault) {
    CHECK(fault.category() == ErrorCategory::protocol);
  }
}

std::string payload_of(Subscriptions& subscriptions) {
  const auto event = subscriptions.take_event();
  REQUIRE(event);
  return std::get<Subscriber::Message>(*event).payload;
}

}  // namespace

TEST_CASE("a subscription is settled when the server has confirmed each name", "[client][subscriptions]") {
  Subscriptions subscriptions;
  ByteBuffer command;
  subscriptions.subscribe(channel, {"a", "b"}, command);
  CHECK(command.view() == "*3\r\n$9\r\nSUBSCRIBE\r\n$1\r\na\r\n$1\r\nb\r\n");
  take(subscriptions, push({"subscribe", "a", ":1"}));
  CHECK_FALSE(subscriptions.settled());
  take(subscriptions, push({"message", "a", "early"}) + push({"subscribe", "b", ":2"}));
  CHECK(subscriptions.settled());
  CHECK(payload_of(subscriptions) == "early");
  CHECK_FALSE(subscriptions.take_event());
}

TEST_CASE("messages tell their channel and the pattern that they came by", "[client][subscriptions]") {
  Subscriptions subscriptions = subscribed();
  take(subscriptions, push({"message", "news", "one"}) + push({"pmessage", "log.*", "log.x", "two"}));
  const auto first = std::get<Subscriber::Message>(*subscriptions.take_event());
  CHECK((first.channel == "news" && first.pattern.empty() && first.payload == "one"));
  const auto second = std::get<Subscriber::Message>(*subscriptions.take_event());
  CHECK((second.channel == "log.x" && second.pattern == "log.*" && second.payload == "two"));
}

TEST_CASE("which names are new, and which are known, each once", "[client][subscriptions]") {
  const Subscriptions subscriptions = subscribed();
  const std::array<std::string_view, 4> names{"b", "news", "b", "log.*"};
  CHECK(subscriptions.missing(channel, names) == Subscriptions::Names{"b", "log.*"});
  CHECK(subscriptions.present(channel, names) == Subscriptions::Names{"news"});
  CHECK(subscriptions.present(pattern, names) == Subscriptions::Names{"log.*"});
}

TEST_CASE("a name ends with the server's confirmation", "[client][subscriptions]") {
  Subscriptions subscriptions = subscribed();
  ByteBuffer command;
  subscriptions.unsubscribe(channel, {"news"}, command);
  take(subscriptions, push({"message", "news", "last"}) + push({"unsubscribe", "news", ":1"}));
  CHECK(subscriptions.settled());
  CHECK(payload_of(subscriptions) == "last");
  check_refused(subscriptions, push({"message", "news", "late"}));
}

TEST_CASE("an error answers the command at its place, and a PING's is a sign of life",
          "[client][subscriptions]") {
  Subscriptions subscriptions = subscribed();
  ByteBuffer command;
  subscriptions.ping(command);
  subscriptions.subscribe(channel, {"secret"}, command);
  take(subscriptions, "-NOPERM no PING\r\n-NOPERM no channel\r\n");
  CHECK(subscriptions.settled());
  const auto refusal = subscriptions.take_refusal();
  REQUIRE(refusal);
  CHECK(refusal->text == "NOPERM no channel");
  CHECK_FALSE(subscriptions.take_refusal());
}

TEST_CASE("both forms of PONG answer a PING", "[client][subscriptions]") {
  Subscriptions subscriptions = subscribed();
  ByteBuffer command;
  subscriptions.ping(command);
  subscriptions.ping(command);
  take(subscriptions, push({"pong", ""}) + "+PONG\r\n");
  check_refused(subscriptions, "+PONG\r\n");
}

TEST_CASE("what fits no command and no subscription is refused", "[client][subscriptions]") {
  for (const std::string& bytes :
       {push({"message", "other", "x"}), push({"pmessage", "log.?", "log.x", "x"}), push({"message", "news"}),
        push({"message", "news", ":7"}), push({"subscribe", "other", ":1"}), push({"pong", ""}),
        push({"invalidate", "a", "b"}), std::string("*0\r\n"), std::string("*1\r\n:1\r\n"),
        std::string("+OK\r\n"), std::string(":1\r\n"), std::string("$-1\r\n"), std::string("-ERR no\r\n")}) {
    Subscriptions subscriptions = subscribed();
    check_refused(subscriptions, bytes);
  }
}

TEST_CASE("a confirmation of another name or kind is refused", "[client][subscriptions]") {
  for (const std::string& bytes :
       {push({"subscribe", "b", ":1"}), push({"psubscribe", "a", ":1"}), push({"unsubscribe", "a", ":1"}),
        push({"subscribe", "a", "1"}), push({"subscribe", "a"}), push({"pong", ""})}) {
    Subscriptions subscriptions;
    ByteBuffer command;
    subscriptions.subscribe(channel, {"a"}, command);
    check_refused(subscriptions, bytes);
  }
}

TEST_CASE("a gap stands between what came before and after it", "[client][subscriptions]") {
  Subscriptions subscriptions = subscribed();
  take(subscriptions, push({"message", "news", "before"}));
  subscriptions.connection_ended();
  subscriptions.begin_gap();
  take(subscriptions, push({"message", "news", "lost again"}));
  subscriptions.abandon_gap();
  subscriptions.begin_gap();
  take(subscriptions, push({"message", "news", "after"}));
  subscriptions.end_gap(7ms);
  subscriptions.abandon_gap();  // of no gap
  CHECK(payload_of(subscriptions) == "before");
  CHECK(std::get<Subscriber::Gap>(*subscriptions.take_event()).away == 7ms);
  CHECK(payload_of(subscriptions) == "after");
  CHECK_FALSE(subscriptions.take_event());
}

TEST_CASE("a flood before an answer is bounded", "[client][subscriptions]") {
  Subscriptions subscriptions = subscribed();
  ByteBuffer command;
  subscriptions.subscribe(channel, {"b"}, command);
  const std::string message = push({"message", "news", std::string(16 * 1024 * 1024, 'x')});
  for (int i = 0; i < 4; ++i) take(subscriptions, message);
  CHECK_THROWS_AS(take(subscriptions, push({"message", "news", "x"})), Fault);
}
