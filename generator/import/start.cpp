#include "start.h"

namespace redisconf::import_tool {
namespace {

constexpr const char* kResumeOrRestart = "\n  fix: --resume goes on; --restart begins anew";
constexpr const char* kRestart = "\n  fix: name the input of that import, or --restart to begin anew";

std::string lines_of(const Position& position) {
  return std::to_string(position.tally[Count::lines]) + " lines";
}

bool is_same_input(const Known& known, const Position& position) {
  return position.offset == 0 || known.head_at(position.offset) == position.head;
}

bool is_at_end(const Known& known, const Position& position) {
  return !known.size || *known.size == position.offset;
}

// Without --resume: nothing may be there that would be done twice.
Start fresh(const Known& known) {
  if (known.note) {
    throw StartRefused("Redis has an import of this input that was not finished, after " +
                       lines_of(*known.note) + kResumeOrRestart);
  }
  if (!known.file) return {};
  const Position& position = known.file->position;
  if (!known.file->complete) {
    throw StartRefused("there is a checkpoint of an import that was not finished, after " +
                       lines_of(position) + kResumeOrRestart);
  }
  if (is_same_input(known, position) && is_at_end(known, position)) {
    throw StartRefused("this input was imported before, " + lines_of(position) +
                       "\n  fix: --restart imports it again");
  }
  return {};
}

Start go_on(const Known& known, const Position& position) {
  if (!is_same_input(known, position)) {
    throw StartRefused(
        "the input is not the one whose import was not finished: it begins otherwise, or is shorter" +
        std::string(kRestart));
  }
  return {.position = position, .goes_on = true};
}

}  // namespace

Start start_of(const Known& known) {
  if (known.file && known.file->target != known.target) {
    throw StartRefused("the checkpoint is of an import into " + known.file->target +
                       "\n  fix: name another file with --checkpoint");
  }
  if (!known.resume) return fresh(known);
  if (known.note) return go_on(known, *known.note);
  if (!known.file) return {};
  const Position& position = known.file->position;
  if (known.file->complete) {
    if (!is_same_input(known, position)) return {};
    if (is_at_end(known, position)) return {.position = position, .goes_on = true, .done = true};
  }
  // What was appended to a complete import is new to Redis.
  if (known.keeps_note && position.offset > 0 && !known.file->complete) {
    throw StartRefused("the checkpoint says " + lines_of(position) +
                       ", and Redis knows nothing of them: it has lost its data, or it is another one" +
                       "\n  fix: ask for the right environment, or --restart to begin anew");
  }
  return go_on(known, position);
}

}  // namespace redisconf::import_tool
