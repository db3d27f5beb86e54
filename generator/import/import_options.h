// What `redisconf import` is told on the command line.
//
// Thread-safety: plain values. Errors: UsageError.
#pragma once

#include <redisconf/cache/codec.h>

#include <chrono>
#include <string>

#include "cache_target.h"
#include "commands/schema_options.h"

namespace redisconf::import_tool {

// As they are written.
struct ImportOptions {
  compiler::SchemaOptions schema;
  std::string service;
  std::string kind;  // "cache" or "queue"
  std::string name;

  std::string from;  // "-": standard input
  std::string checkpoint;
  std::string rejects;
  std::string on_conflict = "keep";
  std::string as = "json";
  std::uint32_t value_version = 1;
  std::uint64_t max_errors = 0;
  std::string patience = "30s";
  bool dry_run = false;
  bool resume = false;
  bool restart = false;
  bool json = false;

  [[nodiscard]] bool is_cache() const noexcept { return kind == "cache"; }
  [[nodiscard]] bool reads_standard_input() const noexcept { return from == "-"; }

  // Throws for values that are none, and for what does not go together.
  void check() const;

  [[nodiscard]] OnConflict conflict_policy() const;
  [[nodiscard]] ValueForm value_form() const;
  [[nodiscard]] std::chrono::milliseconds patience_time() const;
  // Beside the input unless said; empty: there is none.
  [[nodiscard]] std::string checkpoint_path() const;

  // The command that goes on where this one ended, for people to type.
  [[nodiscard]] std::string resuming_command() const;
};

}  // namespace redisconf::import_tool
