// What became of an import, for people and for programs.
// Thread-safety: pure. Errors: none.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "position.h"

namespace redisconf::import_tool {

struct Report {
  std::string target;    // "the cache sessions of auth in production"
  std::string endpoint;  // password masked
  std::string input;
  std::string rejects;  // file; empty: none
  std::string ending;   // "complete", "interrupted", "too_many_errors", "failed"
  bool dry_run = false;
  Position position;
  std::uint64_t run_lines = 0;  // of this run
  std::chrono::milliseconds elapsed{0};
};

[[nodiscard]] std::string text_of(const Report& report);
[[nodiscard]] std::string json_of(const Report& report);

}  // namespace redisconf::import_tool
