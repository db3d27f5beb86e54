#include "dirty_log.h"
#include "support/catch.h"

using namespace redisconf::cache;

namespace {

DirtyWrite set_at(std::uint64_t time) { return {Action::set, {time, 1}, 0}; }
DirtyWrite del_at(std::uint64_t time) { return {Action::del, {time, 1}, 0}; }

DirtyAdd add_of(DirtyLog& log, std::int64_t delta, std::uint64_t time, bool sent = false) {
  return {log.open_number(), delta, {time, 1}, 0, sent};
}

}  // namespace

TEST_CASE("the newest write of a key stands, whichever comes last") {
  DirtyLog log(10);
  CHECK(log.write("a", set_at(2)));
  CHECK(log.write("a", del_at(1)));
  CHECK(log.find("a")->write->action == Action::set);
  CHECK(log.write("a", del_at(3)));
  CHECK(log.find("a")->write->action == Action::del);
  CHECK(log.size() == 1);
}

TEST_CASE("a key beyond the bound is refused, one that is there is not") {
  DirtyLog log(2);
  CHECK(log.write("a", set_at(1)));
  CHECK(log.write("b", set_at(1)));
  CHECK_FALSE(log.write("c", set_at(1)));
  CHECK_FALSE(log.add("c", add_of(log, 1, 1)));
  CHECK(log.write("b", del_at(2)));
  CHECK(log.size() == 2);
}

TEST_CASE("increments add up until one was sent, which keeps its number") {
  DirtyLog log(10);
  CHECK(log.add("n", add_of(log, 5, 1)));
  CHECK(log.add("n", add_of(log, 2, 2)));
  REQUIRE(log.find("n")->adds.size() == 1);
  CHECK(log.find("n")->adds[0].delta == 7);
  CHECK(log.take(10).front().what.adds[0].delta == 7);
  CHECK(log.add("n", add_of(log, 1, 3)));
  CHECK(log.add("n", add_of(log, 1, 4)));
  REQUIRE(log.find("n")->adds.size() == 2);
  CHECK(log.sum_of("n") == 9);
  CHECK(log.oldest_open() == 1);
  log.forget_add("n", 1);
  CHECK(log.sum_of("n") == 2);
  CHECK(log.oldest_open() == 3);
  log.forget_add("n", 3);
  CHECK(log.size() == 0);
}

TEST_CASE("an increment whose reply was lost is not mixed with others") {
  DirtyLog log(10);
  CHECK(log.add("n", add_of(log, 5, 1, true)));
  CHECK(log.add("n", add_of(log, 2, 2)));
  CHECK(log.find("n")->adds.size() == 2);
}

TEST_CASE("a write ends the increments before it") {
  DirtyLog log(10);
  CHECK(log.add("n", add_of(log, 5, 1, true)));
  CHECK(log.write("n", del_at(2)));
  CHECK(log.add("n", add_of(log, 3, 3)));
  CHECK(log.sum_of("n") == 3);
  CHECK(log.oldest_open() == 2);
}

TEST_CASE("a time to live changes what is to be written, and revives nothing") {
  DirtyLog log(10);
  CHECK(log.write("a", set_at(1)));
  CHECK(log.write("a", {Action::expire, {2, 1}, 500}));
  CHECK(log.find("a")->write->action == Action::set);
  CHECK(log.find("a")->write->expires_at == 500);
  CHECK(log.find("a")->write->version.time == 2);
  CHECK(log.write("b", del_at(1)));
  CHECK(log.write("b", {Action::expire, {2, 1}, 500}));
  CHECK(log.find("b")->write->action == Action::del);
}

TEST_CASE("what Redis has is forgotten, what came meanwhile is not") {
  DirtyLog log(10);
  CHECK(log.write("a", set_at(1)));
  CHECK(log.write("a", set_at(5)));
  CHECK_FALSE(log.forget_write("a", {1, 1}));
  CHECK(log.size() == 1);
  CHECK(log.forget_write("a", {5, 1}));
  CHECK(log.size() == 0);
}

TEST_CASE("versions of a clock that was wrong are put right") {
  DirtyLog log(10);
  CHECK(log.write("a", {Action::set, {1000ULL << 16U, 1}, 5000}));
  CHECK(log.add("n", {log.open_number(), 1, {1001ULL << 16U, 1}, 0, false}));
  log.shift(-400);
  CHECK(log.find("a")->write->version.time == 600ULL << 16U);
  CHECK(log.find("a")->write->expires_at == 4600);
  CHECK(log.find("n")->adds[0].version.time == 601ULL << 16U);
}
