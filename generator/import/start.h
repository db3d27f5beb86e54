// Where an import begins: at the start, or where an earlier one ended.
//
// Thread-safety: pure. Errors: StartRefused.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "checkpoint.h"

namespace redisconf::import_tool {

// The message says why, and what to do.
class StartRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What is known before the first line.
struct Known {
  bool resume = false;
  std::string target;                 // as Checkpoint::target
  std::optional<Checkpoint> file;     // the checkpoint's, if there is one
  std::optional<Position> note;       // Redis' own, of a queue
  bool keeps_note = false;            // whether Redis keeps one
  std::optional<std::uint64_t> size;  // of the input, where it is known
  std::function<std::optional<std::string>(std::uint64_t offset)> head_at;  // LineReader::peek_hash()
};

struct Start {
  Position position;
  bool goes_on = false;  // with an earlier import
  bool done = false;     // nothing is left
};

[[nodiscard]] Start start_of(const Known& known);

}  // namespace redisconf::import_tool
