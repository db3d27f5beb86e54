#include "command_keys.h"

#include "support/catch.h"

#include <string>
#include <string_view>
#include <vector>

using redisconf::command_id;
using redisconf::key_slot;
using redisconf::SlotChoice;

namespace {

using Words = std::vector<std::string_view>;

std::vector<std::size_t> keys(const Words& command) {
  std::vector<std::size_t> positions;
  for (const auto& range : redisconf::keys_of(command_id(command[0]), command)) {
    for (std::size_t i = 0; i < range.count; ++i) positions.push_back(range.first + i * range.step);
  }
  return positions;
}

SlotChoice slot(const Words& command) { return redisconf::slot_of(command_id(command[0]), command); }

using Positions = std::vector<std::size_t>;

}  // namespace

TEST_CASE("keys at fixed places", "[cluster]") {
  CHECK(keys({"GET", "k"}) == Positions{1});
  CHECK(keys({"set", "k", "v", "EX", "10"}) == Positions{1});
  CHECK(keys({"DEL", "a", "b", "c"}) == Positions{1, 2, 3});
  CHECK(keys({"MSET", "a", "1", "b", "2"}) == Positions{1, 3});
  CHECK(keys({"BLPOP", "a", "b", "0"}) == Positions{1, 2});
  CHECK(keys({"RENAME", "a", "b"}) == Positions{1, 2});
  CHECK(keys({"BITOP", "AND", "to", "a", "b"}) == Positions{2, 3, 4});
  CHECK(keys({"OBJECT", "FREQ", "k"}) == Positions{2});
  CHECK(keys({"PING"}).empty());
  CHECK(keys({"PUBLISH", "channel", "message"}).empty());
}

TEST_CASE("keys that move with the options", "[cluster]") {
  CHECK(keys({"EVAL", "return 1", "2", "a", "b", "argument"}) == Positions{3, 4});
  CHECK(keys({"EVALSHA", "sha", "0", "argument"}).empty());
  CHECK(keys({"ZUNIONSTORE", "to", "2", "a", "b", "WEIGHTS", "1", "2"}) == Positions{1, 3, 4});
  CHECK(keys({"ZINTER", "2", "a", "b"}) == Positions{2, 3});
  CHECK(keys({"XREAD", "COUNT", "2", "STREAMS", "a", "b", "0", "0"}) == Positions{4, 5});
  CHECK(keys({"XREADGROUP", "GROUP", "STREAMS", "me", "STREAMS", "a", ">"}) == Positions{5});
  CHECK(keys({"SORT", "a", "BY", "STORE", "GET", "b", "STORE", "to"}) == Positions{1, 7});
  CHECK(keys({"GEORADIUS", "a", "0", "0", "1", "m", "STORE", "to"}) == Positions{1, 7});
  CHECK(keys({"MIGRATE", "h", "1", "", "0", "1", "AUTH", "KEYS", "KEYS", "a", "b"}) == Positions{9, 10});
}

TEST_CASE("wrong commands have no keys beyond their arguments", "[cluster]") {
  CHECK(keys({"GET"}).empty());
  CHECK(keys({"BLPOP", "0"}).empty());
  CHECK(keys({"BLPOP"}).empty());
  CHECK(keys({"EVAL", "return 1", "3", "a"}).empty());
  CHECK(keys({"EVAL", "return 1", "-1", "a"}).empty());
  CHECK(keys({"EVAL", "return 1", "99999999999999999999", "a"}).empty());
  CHECK(keys({"XREAD", "STREAMS"}).empty());
  CHECK(keys({"XREADGROUP", "GROUP"}).empty());
  CHECK(keys({"SORT", "a", "STORE"}) == Positions{1});
  CHECK(keys({"MIGRATE", "h", "1"}).empty());
}

TEST_CASE("the first argument of an unknown command is taken for its key", "[cluster]") {
  CHECK(keys({"JSON.GET", "k", "$"}) == Positions{1});
  CHECK(keys({"MODULES.PING"}).empty());
}

TEST_CASE("one slot, none, or several", "[cluster]") {
  CHECK(slot({"PING"}).kind == SlotChoice::Kind::any);
  CHECK(slot({"GET", "foo"}).kind == SlotChoice::Kind::one);
  CHECK(slot({"GET", "foo"}).slot == key_slot("foo"));
  CHECK(slot({"MGET", "{u}a", "{u}b"}).kind == SlotChoice::Kind::one);
  const SlotChoice apart = slot({"MSET", "foo", "1", "{foo}2", "2", "bar", "3"});
  CHECK(apart.kind == SlotChoice::Kind::apart);
  CHECK(apart.key == 1);
  CHECK(apart.other_key == 5);
  CHECK(apart.slot == key_slot("foo"));
  CHECK(apart.other_slot == key_slot("bar"));
}
