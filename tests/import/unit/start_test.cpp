// Where an import begins.
#include "start.h"
#include "support/catch.h"

using namespace redisconf::import_tool;
using redisconf::test::contains;

namespace {

Position after(std::uint64_t lines) {
  Position position{.offset = lines * 10, .rejects = 0, .head = "head", .tally = {}};
  position.tally[Count::lines] = lines;
  return position;
}

// The input of 30 lines whose import is known.
Known known_input() {
  return {.target = "a", .file = {}, .note = {}, .size = 300, .head_at = [](std::uint64_t offset) {
            return offset <= 300 ? std::optional<std::string>("head") : std::nullopt;
          }};
}

std::string refusal(const Known& known) {
  try {
    static_cast<void>(start_of(known));
  } catch (const StartRefused& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("without an earlier import it begins at the start, asked to go on or not") {
  Known known = known_input();
  CHECK(start_of(known).position == Position{});
  known.resume = true;
  CHECK(start_of(known).position == Position{});
  CHECK_FALSE(start_of(known).goes_on);
}

TEST_CASE("an earlier import is neither repeated nor continued unasked") {
  Known known = known_input();
  known.file = Checkpoint{"a", after(20), "", false};
  CHECK_THAT(refusal(known), contains("20 lines") && contains("--resume") && contains("--restart"));
  known.file = Checkpoint{"a", after(30), "", true};
  CHECK_THAT(refusal(known), contains("imported before"));
  known.file.reset();
  known.note = after(10);
  CHECK_THAT(refusal(known), contains("Redis has an import") && contains("10 lines"));
}

TEST_CASE("another input in the place of one that was imported is a new one") {
  Known known = known_input();
  known.head_at = [](std::uint64_t) { return std::optional<std::string>("other"); };
  known.file = Checkpoint{"a", after(30), "", true};
  CHECK(start_of(known).position == Position{});
  known.resume = true;
  CHECK(start_of(known).position == Position{});
  known.file->complete = false;
  CHECK_THAT(refusal(known), contains("begins otherwise"));
}

TEST_CASE("it goes on where the checkpoint says, or where Redis says") {
  Known known = known_input();
  known.resume = true;
  known.file = Checkpoint{"a", after(20), "", false};
  CHECK(start_of(known).position == after(20));
  known.keeps_note = true;
  known.note = after(10);
  CHECK(start_of(known).position == after(10));
  known.note = after(25);
  CHECK(start_of(known).position == after(25));
  known.file.reset();
  CHECK(start_of(known).goes_on);
}

TEST_CASE("what Redis has lost is told, and not put in again unasked") {
  Known known = known_input();
  known.resume = true;
  known.keeps_note = true;
  known.file = Checkpoint{"a", after(20), "", false};
  CHECK_THAT(refusal(known), contains("lost its data"));
  known.file->position = {};
  known.file->position.head = "head";
  CHECK(start_of(known).position.offset == 0);
}

TEST_CASE("a complete import has nothing left, but for what was appended") {
  Known known = known_input();
  known.resume = true;
  known.keeps_note = true;
  known.file = Checkpoint{"a", after(30), "", true};
  CHECK(start_of(known).done);
  known.size = 400;
  CHECK_FALSE(start_of(known).done);
  CHECK(start_of(known).position == after(30));
  known.size = 290;
  known.head_at = [](std::uint64_t offset) {
    return offset <= 290 ? std::optional<std::string>("head") : std::nullopt;
  };
  CHECK_FALSE(start_of(known).goes_on);
}

TEST_CASE("a checkpoint of another target is refused") {
  Known known = known_input();
  known.file = Checkpoint{"b", after(20), "", true};
  CHECK_THAT(refusal(known), contains("into b"));
}
