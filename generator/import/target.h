// Where lines go: a cache or a queue.
//
// Thread-safety: none. Errors: RedisError, besides what is said below.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "position.h"

namespace redisconf::import_tool {

// The import can't go on as it is; the message says why, and what to do.
class Stopped : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Target {
 public:
  Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
  virtual ~Target() = default;

  // Takes a line into the batch. Throws BadLine.
  virtual void add(std::string_view line, std::uint64_t number) = 0;
  [[nodiscard]] virtual std::size_t bytes() const noexcept = 0;  // of the batch, about

  // Puts the batch into Redis and counts what became of it; `to` is where the input stands behind it.
  // After a RedisError it may be called again, with the same batch. Throws Stopped.
  virtual void write(Position& to) = 0;
  // Only counts what write() would do.
  virtual void look(Tally& tally) = 0;
  virtual void clear() = 0;  // the batch

  // How far Redis itself says that this import is; nothing where it keeps no such note.
  [[nodiscard]] virtual std::optional<Position> note() { return std::nullopt; }
  [[nodiscard]] virtual bool keeps_note() const noexcept { return false; }
  virtual void forget_note() {}

  // What an import that goes on needs to be the same one.
  [[nodiscard]] virtual std::string stamp() const { return {}; }
};

}  // namespace redisconf::import_tool
