// The way of the lines: read, parsed, put into Redis batch by batch, each followed by a checkpoint when one
// is due.
//
// Ownership:     refers to what it is given.
// Thread-safety: none.
// Errors:        what the parts throw; RedisError only after Redis was away for longer than `patience`.
//                position() says what is done then.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "line_reader.h"
#include "position.h"
#include "progress.h"
#include "rejects.h"
#include "target.h"

namespace redisconf::import_tool {

struct ImportLimits {
  bool dry_run = false;
  std::uint64_t max_errors = 0;
  std::chrono::milliseconds patience{30'000};
};

enum class Ending : std::uint8_t { complete, interrupted, too_many_errors };

struct ImportParts {
  LineReader& reader;
  Target& target;
  Rejects& rejects;
  Progress& progress;
  std::function<void(const Position&)> save;  // makes a checkpoint
  std::function<int()> interruption;          // the signal; 0: none
};

class Importer {
 public:
  Importer(const ImportParts& parts, const ImportLimits& limits, Position start)
      : parts_(parts), limits_(limits), position_(std::move(start)) {}

  [[nodiscard]] Ending run();
  [[nodiscard]] const Position& position() const noexcept { return position_; }

 private:
  enum class Filled : std::uint8_t { more, end, interrupted, too_many_errors };

  [[nodiscard]] Filled fill(Position& next);
  [[nodiscard]] bool take(LineReader::Event event, Position& next);
  [[nodiscard]] bool commit(Position& next);
  [[nodiscard]] bool write_patiently(Position& next);
  void save_when_due();

  ImportParts parts_;
  ImportLimits limits_;
  Position position_;
  std::size_t in_batch_ = 0;
  std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
};

}  // namespace redisconf::import_tool
