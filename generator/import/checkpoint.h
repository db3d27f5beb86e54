// The file beside the input that says how far an import is, so that it goes on after an interruption,
// and is not made twice by accident.
//
// Thread-safety: none. Errors: CheckpointError, with the fix.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "position.h"

namespace redisconf::import_tool {

class CheckpointError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Checkpoint {
  std::string target;  // "the cache sessions of auth in production"
  Position position;
  std::string stamp;  // of the cache's writer; empty for a queue
  bool complete = false;
};

[[nodiscard]] std::string text_of(const Checkpoint& checkpoint);
[[nodiscard]] std::optional<Checkpoint> checkpoint_in(std::string_view text);

class CheckpointFile {
 public:
  // Without a path nothing is ever there, and nothing kept.
  explicit CheckpointFile(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::optional<Checkpoint> load() const;
  // Whole or not at all, and on the disk when it returns.
  void save(const Checkpoint& checkpoint) const;

 private:
  std::string path_;
};

}  // namespace redisconf::import_tool
