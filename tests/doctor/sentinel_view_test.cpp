#include "sentinel_view.h"

#include "support/catch.h"

using redisconf::NodeAddress;
using redisconf::doctor::Check;
using redisconf::doctor::SentinelView;
using redisconf::doctor::Status;
using redisconf::doctor::WatchedServer;
using redisconf::test::contains;
using namespace redisconf::doctor;

namespace {

const NodeAddress kOne{"192.0.2.1", 6379};
const NodeAddress kOther{"2001:db8::2", 6379};

SentinelView view(const std::string& sentinel, const NodeAddress& named, long long others = 2) {
  return {sentinel, named, WatchedServer{named, "master", "", 2, others, 1}, {}};
}

WatchedServer replica(const std::string& flags, const std::string& link) {
  return {kOther, flags, link, 0, 0, 0};
}

}  // namespace

TEST_CASE("the master is the one that most Sentinels name", "[doctor]") {
  CHECK_FALSE(named_by_most({}));
  CHECK_FALSE(named_by_most({{"a:1", {}, {}, {}}}));
  CHECK(named_by_most({view("a:1", kOther), view("b:1", kOne), view("c:1", kOne)}) == kOne);
  CHECK(named_by_most({view("a:1", kOther), view("b:1", kOne)}) == kOther);
}

TEST_CASE("Sentinels that disagree are named with what they say", "[doctor]") {
  CHECK(check_agreement({view("a:1", kOne), view("b:1", kOne)}, "main").status == Status::ok);
  const Check check = check_agreement({view("a:1", kOne), view("b:1", kOther), view("c:1", kOne)}, "main");
  CHECK(check.status == Status::warning);
  CHECK_THAT(check.detail,
             contains("2 Sentinels name 192.0.2.1:6379") && contains("b:1 names [2001:db8::2]:6379"));
  CHECK(check_agreement({}, "main").status == Status::failed);
}

TEST_CASE("Sentinels count, and know each other", "[doctor]") {
  CHECK(check_count({view("a:1", kOne)}, 3).status == Status::ok);
  CHECK_THAT(check_count({view("a:1", kOne, 1)}, 3).fix, contains("do not know"));
  CHECK_THAT(check_count({view("a:1", kOne, 1)}, 2).detail, contains("none of them may fail"));
  CHECK(check_count({{"a:1", kOne, {}, {}}}, 3).status == Status::skipped);
}

TEST_CASE("a master that a Sentinel takes for down is a warning", "[doctor]") {
  CHECK(check_named(view("a:1", kOne), "main").status == Status::ok);
  SentinelView down = view("a:1", kOne);
  down.master->flags = "master,s_down,o_down";
  CHECK(check_named(down, "main").status == Status::warning);
  CHECK(check_named({"a:1", {}, {}, {}}, "main").status == Status::failed);
}

TEST_CASE("replicas are up, or named with what is the matter", "[doctor]") {
  CHECK(check_replicas({{replica("slave", "ok")}}).status == Status::ok);
  const Check one = check_replicas({{replica("slave", "ok"), replica("slave,s_down", "err")}});
  CHECK(one.status == Status::warning);
  CHECK_THAT(one.detail, contains("1 of 2 replicas is up") && contains("slave,s_down"));
  CHECK_THAT(check_replicas({{replica("slave", "err")}}).detail, contains("no failover"));
  CHECK(check_replicas(std::nullopt).status == Status::skipped);
}

TEST_CASE("no quorum is told in the Sentinel's words", "[doctor]") {
  CHECK(check_quorum(view("a:1", kOne), "OK", true).status == Status::ok);
  const Check check = check_quorum(view("a:1", kOne), "NOQUORUM 1 usable", false);
  CHECK(check.status == Status::warning);
  CHECK_THAT(check.detail, contains("quorum 2 of 3 Sentinels, 1 replica") && contains("NOQUORUM 1 usable"));
}
