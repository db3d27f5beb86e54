#include "conversation.h"
#include "client/support/scripted_wire.h"
#include "support/catch.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

using redisconf::Completed;
using redisconf::Conversation;
using redisconf::ErrorReply;
using redisconf::Fault;
using redisconf::Pending;
using redisconf::PendingPtr;
using redisconf::PendingState;
using redisconf::Reply;
using redisconf::take_pending;
using redisconf::test::ScriptedWire;

namespace {

// One thread that plays caller, writer and reader.
class Play {
 public:
  ScriptedWire wire;
  Conversation conversation{wire};

  PendingPtr ask(std::string_view word) {
    PendingPtr pending = take_pending(PendingState::unwatched);
    conversation.enqueue(*pending, std::array<std::string_view, 2>{"ECHO", word});
    return pending;
  }

  PendingPtr ask_batch(std::string_view encoded, std::size_t commands) {
    PendingPtr pending = take_pending(PendingState::unwatched);
    pending->batch = true;
    pending->expected = commands;
    conversation.enqueue(*pending, encoded);
    return pending;
  }

  bool send() { return !conversation.take() || conversation.send(); }

  // False when a reply came for which nobody waits.
  bool hear(std::string bytes) {
    wire.bring(std::move(bytes));
    std::array<char, 1024> buffer{};
    while (conversation.receive(buffer) > 0) {
      conversation.adopt();
      if (!conversation.settle(completed)) return false;
    }
    return true;
  }

  std::vector<bool> end() {
    std::vector<bool> left;
    auto all = conversation.take_all();
    while (!all.empty()) {
      Pending& pending = all.pop();
      conversation.fail(pending, Fault(redisconf::ErrorCategory::closed, "the end"), completed);
      left.push_back(pending.failure->sent);
    }
    return left;
  }

  Completed completed;
};

bool is_done(const PendingPtr& pending) { return pending->state == PendingState::done; }

std::string text_of(const PendingPtr& pending) { return std::get<Reply>(pending->answer).as_string(); }

std::string encoded(std::string_view word) {
  return "*2\r\n$4\r\nECHO\r\n$" + std::to_string(word.size()) + "\r\n" + std::string(word) + "\r\n";
}

}  // namespace

TEST_CASE("what has not left is counted, whoever holds it", "[client][conversation]") {
  Play play;
  play.wire.room = 10;
  const PendingPtr first = play.ask("first");
  const std::size_t size = encoded("first").size();
  CHECK(play.conversation.unsent_bytes() == size);
  CHECK_FALSE(play.send());
  CHECK(play.conversation.unsent_bytes() == size - 10);
  const PendingPtr second = play.ask("other");
  CHECK(play.conversation.unsent_bytes() == 2 * size - 10);
  play.wire.room = 2 * size;
  CHECK(play.send());
  CHECK(play.send());
  CHECK(play.conversation.unsent_bytes() == 0);
  play.end();
}

TEST_CASE("commands that were queued together leave in one call and get their replies in order",
          "[client][conversation]") {
  Play play;
  const auto one = play.ask("one");
  const auto two = play.ask("two");
  CHECK(play.send());
  CHECK(play.wire.calls == 1);
  CHECK(play.wire.sent == encoded("one") + encoded("two"));

  CHECK(play.hear("$3\r\none\r\n$3\r\ntw"));
  CHECK(is_done(one));
  CHECK_FALSE(is_done(two));
  CHECK(play.hear("o\r\n"));
  CHECK(text_of(one) == "one");
  CHECK(text_of(two) == "two");
  CHECK(play.completed.take_count() == 2);
}

TEST_CASE("an error reply is its command's outcome", "[client][conversation]") {
  Play play;
  const auto one = play.ask("one");
  CHECK(play.send());
  CHECK(play.hear("-WRONGTYPE no\r\n"));
  CHECK(std::get<ErrorReply>(one->answer).text == "WRONGTYPE no");
}

TEST_CASE("a batch collects its replies, errors too, and others follow it", "[client][conversation]") {
  Play play;
  const auto batch = play.ask_batch(encoded("a") + encoded("b") + encoded("c"), 3);
  const auto next = play.ask("next");
  CHECK(play.send());
  CHECK(play.hear("$1\r\na\r\n-ERR b\r\n"));
  CHECK_FALSE(is_done(batch));
  CHECK(play.hear("$1\r\nc\r\n$4\r\nnext\r\n"));
  REQUIRE(batch->replies.size() == 3);
  CHECK(batch->replies[0].as_string() == "a");
  CHECK(batch->replies[1].kind() == Reply::Kind::error);
  CHECK(batch->replies[2].as_string() == "c");
  CHECK(text_of(next) == "next");
}

TEST_CASE("the reply to an abandoned command reaches nobody", "[client][conversation]") {
  Play play;
  auto gone = play.ask("gone");
  const auto stays = play.ask("stays");
  CHECK(play.send());
  gone.release()->state = PendingState::abandoned;
  CHECK(play.hear("$4\r\ngone\r\n$5\r\nstays\r\n"));
  CHECK(text_of(stays) == "stays");
  CHECK(play.completed.take_count() == 2);
}

TEST_CASE("a reply that nobody asked for is noticed", "[client][conversation]") {
  Play play;
  CHECK_FALSE(play.hear("+OK\r\n"));
  Play other;
  const auto one = other.ask("one");
  CHECK(other.send());
  CHECK_FALSE(other.hear("$3\r\none\r\n$3\r\ntwo\r\n"));
  CHECK(text_of(one) == "one");
}

TEST_CASE("a reply to a command that has not left was not asked for", "[client][conversation]") {
  Play play;
  const auto first = play.ask("a");
  REQUIRE(play.send());
  REQUIRE(play.hear("+a\r\n"));
  const auto second = play.ask("b");
  CHECK_FALSE(play.hear("+PONG\r\n"));
  CHECK(second->state == PendingState::unwatched);
  play.end();
}

TEST_CASE("the start of a reply that nobody asked for is noticed", "[client][conversation]") {
  Play play;
  CHECK_FALSE(play.hear("+O"));
  Play other;
  const auto one = other.ask("one");
  CHECK(other.send());
  CHECK_FALSE(other.hear("$3\r\none\r\n$"));
  CHECK(text_of(one) == "one");
}

TEST_CASE("which commands have left is known to the byte", "[client][conversation]") {
  const std::size_t size = encoded("one").size();
  for (const std::size_t room : {std::size_t{0}, std::size_t{1}, size - 1, size, size + 1, 2 * size}) {
    Play play;
    const auto one = play.ask("one");
    const auto two = play.ask("two");
    play.wire.room = room;
    CHECK(play.send() == (room == 2 * size));
    const auto late = play.ask("late");
    CHECK(play.end() == std::vector<bool>{room > 0, room > size, false});
    CHECK(is_done(one));
    CHECK(is_done(two));
    CHECK(is_done(late));
  }
}

TEST_CASE("what a writer has in hand counts as having left", "[client][conversation]") {
  Play play;
  const auto one = play.ask("one");
  CHECK_FALSE(play.conversation.has_left(one->start, true));
  CHECK(play.conversation.take());
  CHECK(play.conversation.has_left(one->start, true));
  CHECK_FALSE(play.conversation.has_left(one->start, false));
  CHECK(play.conversation.send());
  CHECK(play.conversation.has_left(one->start, false));
  play.end();
}

TEST_CASE("a wire that takes no more gets the rest later, in order", "[client][conversation]") {
  Play play;
  const auto one = play.ask("one");
  play.wire.room = 5;
  CHECK_FALSE(play.send());
  const auto two = play.ask("two");
  CHECK_FALSE(play.send());
  play.wire.room = 1000;
  CHECK(play.send());
  CHECK(play.send());
  CHECK(play.wire.sent == encoded("one") + encoded("two"));
  play.end();
}
