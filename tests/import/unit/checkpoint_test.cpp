// What a checkpoint keeps, and what is none.
#include "checkpoint.h"
#include "rejects.h"
#include "support.h"
#include "support/catch.h"

#include <sys/stat.h>

using namespace redisconf::import_tool;
using redisconf::compiler::test::TemporaryFolder;
using redisconf::test::contains;

namespace {

Position some_position() {
  Position position{.offset = 1234, .rejects = 7, .head = "0123456789abcdef", .tally = {}};
  position.tally[Count::lines] = 20;
  position.tally[Count::written] = 18;
  position.tally[Count::rejected] = 2;
  return position;
}

}  // namespace

TEST_CASE("a position is the same text each time, and read again") {
  CHECK(position_in(text_of(some_position())) == some_position());
  CHECK(text_of(some_position()) == text_of(*position_in(text_of(some_position()))));
  CHECK(position_in(text_of(Position{})) == Position{});
  for (const char* const wrong :
       {"", "{", "[]", "7", "{}", R"({"offset":"x","rejects":0,"head":""})", R"({"offset":1,"rejects":0})"}) {
    CHECK_FALSE(position_in(wrong).has_value());
  }
}

TEST_CASE("a checkpoint file is written whole, and read again") {
  const TemporaryFolder folder;
  const CheckpointFile file(folder.path("new/a.checkpoint"));
  CHECK_FALSE(file.load().has_value());
  file.save({"the cache a", some_position(), "01ab", false});
  file.save({"the cache a", some_position(), "01ab", true});
  const auto loaded = file.load();
  REQUIRE(loaded.has_value());
  CHECK(loaded->target == "the cache a");
  CHECK(loaded->position == some_position());
  CHECK(loaded->stamp == "01ab");
  CHECK(loaded->complete);
}

TEST_CASE("what is no checkpoint is neither read nor overwritten unasked") {
  const TemporaryFolder folder;
  for (const char* const wrong :
       {"", "{}", "hello", R"({"redisconf_import":2})", R"({"redisconf_import":1})"}) {
    CHECK_THROWS_AS(CheckpointFile(folder.write("a", wrong)).load(), CheckpointError);
  }
  CHECK_FALSE(CheckpointFile("").load().has_value());
  CHECK_THROWS_AS(CheckpointFile(folder.write("a", "") + "/b").save({}), CheckpointError);
}

TEST_CASE("rejected lines are kept for the owner alone, and cut where an import goes on") {
  const TemporaryFolder folder;
  const std::string path = folder.path("rejects");
  {
    Rejects rejects(path, 0);
    rejects.keep("one");
    rejects.keep("two");
    rejects.flush();
    CHECK(rejects.size() == 8);
  }
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  {
    Rejects rejects(path, 4);
    rejects.keep("three");
    rejects.flush();
  }
  CHECK(folder.read("rejects") == "one\nthree\n");
  CHECK(Rejects(path, 1000).size() == 10);
  CHECK(Rejects(path, 0).size() == 0);
  CHECK(folder.read("rejects").empty());
  CHECK_THROWS_AS(Rejects(folder.path("none/rejects"), 0), RejectsError);
}
